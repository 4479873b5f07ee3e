import { setTimeout as delay } from 'node:timers/promises';
import { isStrataError, StrataError } from '#sdk';
import { printLine, startProgress } from '../output/output.js';
import { type CampaignCalls, type ShownRun } from './campaign-calls.js';

const LOOK_MS = 400;

/**
 * Follows a run until it is at rest. Ctrl-C pauses it: what it has done is kept.
 *
 * @param began called once Ctrl-C does so: who reads that the run has begun may stop it
 * @throws StrataError why it failed, CANCELLED where somebody stopped it
 */
export async function followRun(
  calls: CampaignCalls,
  started: ShownRun,
  began: () => void = () => undefined,
): Promise<ShownRun> {
  const progress = startProgress(`Campaign ${started.campaign}`);
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort();
  };
  process.once('SIGINT', interrupt);
  began();
  try {
    let run = started;
    let paused = false;
    while (isUnderWay(run)) {
      await delay(LOOK_MS);
      if (stop.signal.aborted && !paused) {
        paused = true;
        await calls.pause(run.id).catch(unlessOver);
      }
      run = await calls.find(run.id);
      progress.update(run.progress, run.state === 'queued' ? 'waits for its turn' : run.note);
    }
    return assertDone(run);
  } finally {
    progress.end();
    process.off('SIGINT', interrupt);
  }
}

/** A run may come to its end just before it is paused. */
function unlessOver(error: unknown): void {
  if (!isStrataError(error) || error.code !== 'CONFLICT') throw error;
}

function isUnderWay({ state, stopping }: ShownRun): boolean {
  return ['queued', 'running', 'delivering'].includes(state) || stopping;
}

function assertDone(run: ShownRun): ShownRun {
  const { id, state, error } = run;
  if (state === 'ready' || state === 'delivered') return run;
  if (state === 'failed' && error !== null) {
    throw new StrataError(error.code, error.message, { problems: error.problems });
  }
  if (state === 'paused') {
    throw new StrataError('CANCELLED', `The run is paused. It goes on with: strata campaign resume ${id}`);
  }
  throw new StrataError('CANCELLED', `The run was ${state}.`);
}

/** Says where a run is followed from. */
export function printStarted({ id, campaign }: ShownRun, { served }: Pick<CampaignCalls, 'served'>): void {
  printLine(`Run ${id} of ${campaign} is queued${served ? ' on the running server' : ''}.`);
}
