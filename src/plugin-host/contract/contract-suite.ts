import { type Fitted, type FittedPlugin, type FitRequest, type PluginHost } from '../index.js';

/** One promise of the contract, checked. */
export interface ContractResult {
  /** The task of a scorer or the reward of a policy that it was checked with, else its kind. */
  readonly task: string;
  readonly check: string;
  readonly passed: boolean;
  /** What is broken; empty where nothing is. */
  readonly detail: string;
}

/** The promises of a kind of plugins. Never rejects, and always ends. */
export type ContractSuite = (
  host: PluginHost,
  id: string,
  options: Readonly<Record<string, unknown>>,
  trainingTimeMs: number,
) => Promise<readonly ContractResult[]>;

/** One promise of the contract: returns what is broken, or null. */
export interface Check<Subject> {
  readonly name: string;
  readonly run: (subject: Subject) => Promise<string | null>;
}

/** Checks the promises one after the other. */
export async function runChecks<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  task: string,
): Promise<readonly ContractResult[]> {
  const results: ContractResult[] = [];
  for (const { name, run } of checks) {
    const broken = await run(subject).catch(messageOf);
    results.push({ task, check: name, passed: broken === null, detail: broken ?? '' });
  }
  return results;
}

/** A plugin that learned from an input, as checks look at it. */
export interface LearnedSubject<Input> {
  readonly host: PluginHost;
  /** What it learned by: the same request gives the same bytes. */
  readonly request: FitRequest & { readonly input: Input };
  readonly learned: FittedPlugin;
  readonly fitted: Fitted;
}

/** What is checked of plugins that learn once and are asked afterwards. */
export interface LearningSuite<Input> {
  readonly kind: FitRequest['kind'];
  /** The promise that it learns at all. */
  readonly learns: string;
  /** The promise of the same bytes: of what, such as "interactions". */
  readonly learnsFrom: string;
  readonly input: Input;
  readonly seed: number;
  readonly checks: readonly Check<LearnedSubject<Input>>[];
}

/** Learns, checks what was learned, and closes it, also where a check ends otherwise than it should. */
export async function checkLearning<Input extends FitRequest['input']>(
  { kind, learns, learnsFrom, input, seed, checks }: LearningSuite<Input>,
  { host, plugin, options }: Pick<LearnedSubject<Input>, 'host'> & Pick<FitRequest, 'plugin' | 'options'>,
): Promise<readonly ContractResult[]> {
  const request = { kind, plugin, options, input, seed };
  const all = [...checks, sameBytes<Input>(learnsFrom), CANCELLED];
  try {
    const learned = await host.fit(request);
    const fitted = await host.openFitted(learned);
    try {
      const results = await runChecks(all, { host, request, learned, fitted }, kind);
      return [{ task: kind, check: learns, passed: true, detail: '' }, ...results];
    } finally {
      await fitted.close();
    }
  } catch (error) {
    return [{ task: kind, check: learns, passed: false, detail: messageOf(error) }];
  }
}

function sameBytes<Input>(learnsFrom: string): Check<LearnedSubject<Input>> {
  return {
    name: `the same ${learnsFrom} give the same bytes`,
    async run({ host, request, learned }) {
      const again = await host.fit(request);
      return Buffer.compare(learned.bytes, again.bytes) === 0 ? null : `the same ${learnsFrom} gave different bytes`;
    },
  };
}

const CANCELLED: Check<Pick<LearnedSubject<unknown>, 'host'> & { readonly request: FitRequest }> = {
  name: 'stops when it is cancelled',
  async run({ host, request }) {
    const error: unknown = await host.fit({ ...request, signal: AbortSignal.abort() }).then(
      () => null,
      (reason: unknown) => reason,
    );
    return error === null ? 'it learned all the same' : null;
  },
};

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
