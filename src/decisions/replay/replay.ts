import { jsonPointer } from '#strata/kernel';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { type StoredDecision } from '../log/index.js';
import { replayText } from './stored-case.js';

/** Whether a decision comes out again byte for byte, and where it does not. */
export interface Replay {
  readonly id: string;
  readonly release: string;
  readonly equal: boolean;
  /** Empty where equal. */
  readonly differences: readonly Difference[];
}

/** A place where the stored decision and its replay differ; null stands for nothing there. */
interface Difference {
  /** JSON pointer into the decision. */
  readonly pointer: string;
  readonly stored: unknown;
  readonly replayed: unknown;
}

/** Decides again from the stored input and compares the bytes. */
export async function replayStored(
  stored: Pick<StoredDecision, 'id' | 'release' | 'input' | 'decision'>,
  releases: Pick<CurrentRelease, 'byHash'>,
): Promise<Replay> {
  const { id, release, decision } = stored;
  const text = asStored(await replayText(stored, releases), decision);
  if (text === decision) return { id, release, equal: true, differences: [] };
  const found = [...differences(JSON.parse(decision), JSON.parse(text), '')];
  const order = { pointer: '', stored: 'the same members in another order', replayed: null };
  return { id, release, equal: false, differences: found.length > 0 ? found : [order] };
}

/** Without what decisions did not have yet when this one was made. */
function asStored(text: string, stored: string): string {
  const known = JSON.parse(stored) as object;
  const missing = SINCE.filter((member) => !Object.hasOwn(known, member));
  if (missing.length === 0) return text;
  const without = Object.fromEntries(missing.map((member) => [member, undefined]));
  return JSON.stringify({ ...(JSON.parse(text) as object), ...without });
}

/** Members that decisions of earlier versions lack. */
const SINCE = ['propensity', 'otherArms'] as const;

function* differences(stored: unknown, replayed: unknown, pointer: string): Generator<Difference> {
  if (Object.is(stored, replayed)) return;
  if (!isContainer(stored) || !isContainer(replayed) || Array.isArray(stored) !== Array.isArray(replayed)) {
    yield { pointer, stored: stored ?? null, replayed: replayed ?? null };
    return;
  }
  for (const key of new Set([...Object.keys(stored), ...Object.keys(replayed)])) {
    yield* differences(stored[key], replayed[key], pointer + jsonPointer([key]));
  }
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
