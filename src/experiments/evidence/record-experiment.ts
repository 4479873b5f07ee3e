import { type ModelRegistry } from '#strata/models/registry';
import { nearestName, StrataError } from '#sdk';
import { type StrategyReadout } from '../running/index.js';
import { type ReadoutEvidence, recordReadout } from './record-readout.js';

/** For which model what an experiment showed is recorded. */
interface RecordedFor extends Pick<ReadoutEvidence, 'by' | 'reason' | 'now'> {
  readonly model: string;
  /** The champion unless told. */
  readonly version?: number | undefined;
  /** The arm in which it decided; unless told, the only one in which models decide. */
  readonly arm?: string | undefined;
}

/** What was recorded about a version of a model. */
export interface RecordedReadout {
  readonly model: string;
  readonly version: number;
  readonly arm: string;
  /** Null where the readout cannot tell yet, or the experiment is broken: then nothing was recorded. */
  readonly passed: boolean | null;
}

/** What the readout of a strategy has that is needed here. */
type ReadExperiment = Pick<StrategyReadout, 'strategy' | 'arms' | 'ran' | 'modelArms' | 'models' | 'plan'>;

/**
 * Keeps what the arms of a strategy showed as evidence of the stage `live` of a model that it asks.
 *
 * @throws StrataError INVALID_REQUEST where it is not read as it was planned, or with the nearest model or arm; NOT_FOUND
 *   where the model has no champion and no version is named; CONFLICT as of {@link recordReadout}
 */
export async function recordExperiment(
  registry: Pick<ModelRegistry, 'champion' | 'recordEvidence' | 'promotions' | 'version'>,
  { strategy, arms, ran, modelArms, models, plan }: ReadExperiment,
  { model, version: asked, arm: named, ...why }: RecordedFor,
): Promise<RecordedReadout> {
  if (plan?.followed === false) throw notAsPlanned(plan.words);
  assertAmong(models, model, { pointer: '/model', message: `The strategy "${strategy}" asks no model` });
  const compared = modelArms.filter((id) => id !== arms?.control);
  const arm = named ?? (compared.length > 1 ? undefined : compared[0]);
  assertAmong(compared, arm, { pointer: '/arm', message: `The strategy "${strategy}" compares no arm by model` });
  const version = asked ?? (await registry.champion(model))?.version;
  if (version === undefined) {
    throw new StrataError('NOT_FOUND', `The model "${model}" has no champion: say which version.`);
  }
  if (arms === null || ran === null) return { model, version, arm, passed: null };
  const passed = await recordReadout(registry, { readout: arms, modelId: model, version, arm, ran, plan, ...why });
  return { model, version, arm, passed };
}

function notAsPlanned(words: string): StrataError {
  return new StrataError('INVALID_REQUEST', 'What is recorded is read as it was planned.', {
    problems: [{ message: words, expected: 'no options about how it is read' }],
  });
}

/** @throws StrataError INVALID_REQUEST with the nearest name */
function assertAmong(
  names: readonly string[],
  asked: string | undefined,
  { pointer, message }: { readonly pointer: string; readonly message: string },
): asserts asked is string {
  if (asked !== undefined && names.includes(asked)) return;
  const nearest = asked === undefined ? undefined : nearestName(asked, names);
  const several = asked === undefined && names.length > 1;
  throw new StrataError('INVALID_REQUEST', asked === undefined ? `${message}.` : `${message} "${asked}".`, {
    problems: [
      {
        pointer,
        message: several ? 'it has several: say which' : 'nothing to record',
        expected: names.length === 0 ? 'at least one' : `one of ${names.join(', ')}`,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}
