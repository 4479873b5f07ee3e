import { type ReasonCode, REASON_CODES } from '#strata/engine';
import { type CompiledStrategy } from '#strata/engine/plan';
import { contentHash } from '#strata/kernel';
import { type PreparedAudience, type StoppedPeople } from '../audience/index.js';
import { type AllocatedArm } from './allocation/allocate-blocks.js';
import { heldPeople } from './blocks/held-people.js';
import { type BlockCounts } from './blocks/spill.js';
import { type ListedTotal } from './list/listed-block.js';
import { type SelectedPeople, type SelectionManifest } from './manifest.js';
import { type SelectionPlan } from './selection-plan.js';

/** A list that is written. */
export interface Listed {
  readonly file: string;
  readonly rows: number;
  readonly hash: string;
  readonly totals: readonly ListedTotal[];
}

/** All that a selection came to. */
interface Selected {
  readonly decidedBy: CompiledStrategy;
  readonly audience: PreparedAudience;
  readonly counts: readonly BlockCounts[];
  readonly allocated: readonly AllocatedArm[];
  readonly listed: Listed;
  readonly seconds: SelectionManifest['seconds'];
}

/** What stands beside the list. */
export function manifestOf(
  plan: SelectionPlan,
  { decidedBy, audience, counts, allocated, listed, seconds }: Selected,
): SelectionManifest {
  const { campaign, strategy, release, now, models, format } = plan;
  const stopped = stoppedIn(audience, counts);
  const { people, duplicates, nameless, unknown } = audience;
  return {
    campaign,
    strategy,
    at: new Date(now).toISOString(),
    release: release.hash,
    models: [...models].map(([model, { version, bytes }]) => ({ model, version, hash: contentHash(bytes) })),
    audience: { hash: listed.hash, people, duplicates, nameless, ...(unknown === 0 ? {} : { unknown }) },
    stopped,
    heldBy: heldPeople(
      decidedBy,
      counts.flatMap(({ held = [] }) => held),
    ),
    steps: audience.steps,
    eligible: people - stopped.reduce((sum, each) => sum + each.people, 0),
    selected: selectedIn(listed.totals),
    failures: summed(counts.map(({ failures }) => failures)),
    allocation: allocated.map(({ arm, report }) => ({ arm, ...report })),
    list: { file: listed.file, format, rows: listed.rows },
    notes: audience.notes,
    seconds,
  };
}

function stoppedIn({ stopped }: PreparedAudience, counts: readonly BlockCounts[]): readonly StoppedPeople[] {
  const own = Object.fromEntries(stopped.map(({ code, people }) => [code, people]));
  const all = summed([own, ...counts.map((count) => count.stopped)]);
  return REASON_CODES.flatMap((code: ReasonCode) => (all[code] === undefined ? [] : [{ code, people: all[code] }]));
}

function summed(counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const [name, count] of counts.flatMap((each) => Object.entries(each))) {
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return Object.fromEntries(sums);
}

const MILLION = 1e6;

function selectedIn(totals: readonly ListedTotal[]): readonly SelectedPeople[] {
  const groups = new Map<string, ListedTotal>();
  for (const total of totals) {
    const key = JSON.stringify([total.offer, total.arm, total.outcome]);
    const known = groups.get(key);
    groups.set(key, known === undefined ? total : added(known, total));
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => selectedPeople(total));
}

function added(a: ListedTotal, b: ListedTotal): ListedTotal {
  return {
    ...a,
    people: a.people + b.people,
    withoutFigures: a.withoutFigures + b.withoutFigures,
    conversions: a.conversions + b.conversions,
    cost: a.cost + b.cost,
    profit: a.profit + b.profit,
  };
}

function selectedPeople({ conversions, cost, profit, ...group }: ListedTotal): SelectedPeople {
  const sums = { conversions: conversions / MILLION, cost: cost / MILLION, profit: profit / MILLION };
  return { ...group, expected: group.withoutFigures === group.people ? null : sums };
}
