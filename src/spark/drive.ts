import { deserialize } from 'node:v8';
import {
  allocateBlocks,
  type AllocatedArm,
  type BlockPasses,
  type HeldPeople,
  heldPeople,
  type OpenRows,
} from '#strata/campaigns/selection';
import { type ReasonCode, REASON_CODES } from '#strata/engine';
import { AudienceHash } from '#strata/engine/columns';
import { contentHash } from '#strata/kernel';
import { StrataError } from '#sdk';
import { type Desk } from './desk.js';
import { Counts, type Multipliers, type PassResults, type SettledIds } from './passes.js';

/** What a run on a cluster came to: the manifest of its list. */
export interface SparkManifest {
  readonly campaign: string;
  readonly strategy: string;
  /** ISO 8601, UTC: the clock of all decisions. */
  readonly at: string;
  /** Content hash of the release. */
  readonly release: string;
  readonly models: readonly { readonly model: string; readonly version: number; readonly hash: string }[];
  readonly audience: { readonly hash: string; readonly people: number };
  /** Those who cannot get an offer, by the first thing that stops them, in the order of a decision. */
  readonly stopped: readonly { readonly code: ReasonCode; readonly people: number }[];
  /** Of those whom the contact policy holds back how many each of its rules does. */
  readonly heldBy: readonly HeldPeople[];
  readonly eligible: number;
  readonly selected: readonly {
    readonly offer: string;
    readonly arm: string | null;
    readonly outcome: string;
    readonly people: number;
  }[];
  readonly failures: Readonly<Record<string, number>>;
  readonly allocation: readonly ({ readonly arm: string | null } & AllocatedArm['report'])[];
  readonly rows: number;
}

/** Answers what is asked for: the results of a pass of all partitions, in any order. */
export type AskPass = (
  pass: 'survey' | 'count' | 'open' | 'list',
  multipliers: Multipliers | null,
) => AsyncIterable<Uint8Array>;

/**
 * Drives a run: asks for passes over all blocks, finds the multipliers of each arm with the code of a run on one machine,
 * settles who is at the cut, and asks for the list at last, whose results are those of `hash` over what was written.
 *
 * @param now the clock of all decisions
 * @throws StrataError LIMITS_NOT_MET, BAD_FILE
 */
export async function driveRun(desk: Desk, now: number, ask: AskPass): Promise<SparkManifest> {
  const counts = new Counts();
  const open: (readonly OpenRows[])[] = [];
  const passes: BlockPasses = {
    async *survey() {
      for await (const bytes of ask('survey', null)) {
        const { arms, counts: own } = deserialize(bytes) as PassResults['survey'];
        counts.add(own);
        yield arms;
      }
    },
    async *count(plans) {
      for await (const bytes of ask('count', { plans })) yield deserialize(bytes) as PassResults['count'];
    },
    async *findOpen(plans) {
      for await (const bytes of ask('open', { plans })) {
        const rows = deserialize(bytes) as PassResults['open'];
        open.push(rows);
        yield rows;
      }
    },
  };
  const allocated = await allocateBlocks(desk.arms, passes);
  const plans = allocated.map(({ plan }) => plan);
  const settled = allocated.map((arm, place) => settledIds(arm, place, open));
  const listed: PassResults['hash'][] = [];
  for await (const bytes of ask('list', { plans, settled })) listed.push(deserialize(bytes) as PassResults['hash']);
  return manifestOf(desk, now, { counts: counts.sum(), allocated, listed });
}

function settledIds({ settled }: AllocatedArm, arm: number, open: readonly (readonly OpenRows[])[]): SettledIds {
  const ids = open.flatMap((block) => block[arm]?.ids ?? []);
  const offers = settled.flatMap((block) => [...block.offers]);
  if (new Set(ids).size !== ids.length) {
    throw new StrataError('BAD_FILE', 'The table has several rows of one person.', {
      problems: [{ message: 'an id occurs twice among the people at the cut', expected: 'one row a person' }],
    });
  }
  return { ids, offers };
}

interface Done {
  readonly counts: ReturnType<Counts['sum']>;
  readonly allocated: readonly AllocatedArm[];
  readonly listed: readonly PassResults['hash'][];
}

function manifestOf({ bundle, strategy }: Desk, now: number, { counts, allocated, listed }: Done): SparkManifest {
  const { release, models, campaign } = bundle;
  const hash = new AudienceHash();
  const selected = new Map<string, number>();
  for (const part of listed) {
    hash.merge(part.sum);
    for (const [key, people] of Object.entries(part.selected)) selected.set(key, (selected.get(key) ?? 0) + people);
  }
  const stopped = REASON_CODES.flatMap((code) => {
    const people = counts.stopped[code];
    return people === undefined ? [] : [{ code, people }];
  });
  return {
    campaign: campaign.campaign,
    strategy: strategy.document.id,
    at: new Date(now).toISOString(),
    release: release.hash,
    models: [...models].map(([model, { version, bytes }]) => ({ model, version, hash: contentHash(bytes) })),
    audience: { hash: hash.digest(), people: counts.people },
    stopped,
    heldBy: heldPeople(strategy, counts.held ?? []),
    eligible: counts.people - stopped.reduce((sum, { people }) => sum + people, 0),
    selected: [...selected]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, people]) => {
        const [offer = '', arm = '', outcome = ''] = JSON.parse(key) as readonly string[];
        return { offer, arm: arm === '' ? null : arm, outcome, people };
      }),
    failures: counts.failures,
    allocation: allocated.map(({ arm, report }) => ({ arm, ...report })),
    rows: hash.sum().rows,
  };
}
