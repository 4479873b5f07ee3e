import { type Analysis, type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { STRATA } from '#strata/platform/audit';
import { type Database } from '#strata/platform/database';
import { startDue } from '#strata/platform/schedule';
import { type Logger } from '#strata/platform/telemetry';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { type Analyses } from './analysis-job.js';

/** What turns are looked after with. */
interface TurnPorts {
  readonly database: Database;
  readonly releases: CurrentRelease;
  readonly analyses: Analyses;
  readonly log: Logger;
}

const EVERY_MS = 10_000;
const SEED = 1;

/**
 * Starts analyses by their schedules, each turn once, whatever number of servers there are. An analysis whose run before is not
 * over loses its turn.
 */
export class DueAnalyses {
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(private readonly ports: TurnPorts) {}

  /** Looks from now on until it is closed. */
  open(): void {
    const { log } = this.ports;
    this.#timer = setInterval(() => {
      this.#looking = this.look(Date.now()).catch((error: unknown) => {
        log.warn({ err: error }, 'the schedules of analyses could not be looked at; they are the next time');
      });
    }, EVERY_MS).unref();
  }

  /** @param now milliseconds since 1970, UTC */
  async look(now: number): Promise<void> {
    const { database, releases, analyses, log } = this.ports;
    const { documents } = releases.get();
    const scheduled = (documents.analyses ?? []).flatMap((analysis) => scheduledIn(analysis, documents));
    await startDue(
      { database, log },
      {
        kind: 'analysis',
        scheduled,
        now,
        start: ({ of: { id }, note, also }) => {
          const asked = { until: new Date(now).toISOString(), seed: SEED, ...(note === undefined ? {} : { note }) };
          return analyses.start(id, asked, STRATA, also);
        },
      },
    );
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }
}

function scheduledIn({ id, schedule }: Analysis, documents: ReleaseDocuments) {
  if (schedule === undefined) return [];
  return [{ id, cron: schedule.cron, timeZone: schedule.timeZone ?? timeZoneOf(documents) }];
}
