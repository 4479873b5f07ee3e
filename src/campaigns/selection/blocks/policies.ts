import { type ArmPolicy, policyOf } from '#strata/engine';
import { NONE, type People, type PolicyColumns, type QualifiedPeople } from '#strata/engine/columns';
import { factAt } from '#strata/engine/conditions';
import { type CompiledStrategy } from '#strata/engine/plan';
import { contextOf } from '#strata/engine/policies';
import { PackedTexts } from '#strata/kernel/texts';
import { type KnownPlugin } from '#strata/plugin-host/worker';

/** The policy of an arm, with what it knew when the run began. */
export interface PlannedPolicy {
  readonly arm: string;
  /** Null for nothing. */
  readonly state: Uint8Array | null;
}

/** A policy that chooses for the people of an arm. */
interface BatchPolicy {
  readonly policy: ArmPolicy;
  choose(context: Float64Array): Float64Array;
}

/** The policies of a strategy's arms by the places of the arms; null where policies take no part. */
export type BatchPolicies = ReadonlyMap<number, BatchPolicy> | null;

/** Loads the policies of a run into this thread. Throws what loading them throws. */
export async function loadPolicies(
  { draws, document }: Pick<CompiledStrategy, 'draws' | 'document'>,
  planned: readonly PlannedPolicy[] | undefined,
  plugins: readonly KnownPlugin[],
): Promise<BatchPolicies> {
  if (planned === undefined) return null;
  const { loadPolicy } = await import('#strata/plugin-host/worker');
  const offers = document.offers.map(({ id }) => id);
  const loaded = new Map<number, BatchPolicy>();
  for (const { arm, state } of planned) {
    const place = draws.arms.findIndex(({ id }) => id === arm);
    const policy = policyOf(draws.arms[place]);
    if (policy === null) continue;
    const { policy: plugin, options = {}, reward = 'conversion' } = policy;
    const known = await loadPolicy(plugins, { plugin, options, reward, state });
    const answers = new Map<string, Float64Array>();
    loaded.set(place, {
      policy,
      choose(context) {
        const key = context.join(' ');
        let answer = answers.get(key);
        if (answer === undefined) answers.set(key, (answer = known.choose({ offers, context })));
        return answer;
      },
    });
  }
  return loaded;
}

/** What the people of a run draw by: each run of a campaign has another clock. @param now milliseconds since 1970, UTC */
export function drawOf(campaign: string, now: number): string {
  return `${campaign}/${String(now)}`;
}

/**
 * What policies say of people who go the strategy's own way, each asked about all of its offers: among those that somebody may
 * get they keep their proportions. People draw by `<draw>/<id>`: each run anew, and the same whenever it is done again.
 */
export function policyColumns(
  { strategy, people, model, progress }: QualifiedPeople,
  policies: ReadonlyMap<number, BatchPolicy>,
  { ids, draw }: { readonly ids: PackedTexts; readonly draw: string },
): PolicyColumns {
  const drawn = new Array<string>(people.rows).fill('');
  const probabilities = strategy.offers.map(() => new Float64Array(people.rows).fill(Number.NaN));
  for (const row of model) {
    const chosen = policies.get(progress.arm[row] ?? NONE);
    if (chosen === undefined) continue;
    drawn[row] = `${draw}/${ids.at(row)}`;
    const answer = chosen.choose(contextOf(chosen.policy, contextFacts(chosen.policy, people, row)));
    probabilities.forEach((column, place) => {
      column[row] = answer[place] ?? Number.NaN;
    });
  }
  return { ids: PackedTexts.of(drawn), probabilities, fixed: new Uint8Array(people.rows) };
}

function contextFacts({ context = [] }: ArmPolicy, { facts }: People, row: number): Record<string, unknown> {
  const names = context.map((read) => (typeof read === 'string' ? read : read.fact));
  return Object.fromEntries(names.map((name) => [name, factAt(facts.get(name), row)]));
}
