import { hash } from 'node:crypto';
import { type Eligible, type FindEligible, type PeerRequest } from './eligible-offers.js';

/** What the service answers and stores. */
export interface PeerDecision {
  readonly outcome: 'offer' | 'none' | 'holdout';
  readonly candidate: Candidate | null;
}

export interface Candidate extends Eligible {
  /** Null where a model gives the figures. */
  readonly expected: { readonly conversion: number; readonly cost: number; readonly profit: number } | null;
}

/** The candidates from the best on: known figures first, by profit, then by id. */
export async function candidatesOf(find: FindEligible, request: PeerRequest, now: number): Promise<Candidate[]> {
  const { consent = [], facts = {} } = request;
  const eligible = await find(request, now);
  return eligible
    .filter(({ strategy }) => consent.includes(strategy.consent))
    .map((each) => ({ ...each, expected: expectedOf(each, facts) }))
    .filter(({ expected }) => expected === null || expected.profit > 0)
    .sort(compare);
}

/** The best candidate that is neither held out nor among those that were refused. */
export function choose(candidates: readonly Candidate[], userId: string, refused: ReadonlySet<string>): PeerDecision {
  for (const candidate of candidates) {
    const { id, experiment } = candidate.strategy;
    if (drawn(`${experiment.seed}:holdout:${userId}`) < experiment.holdout) return { outcome: 'holdout', candidate };
    if (!refused.has(id) && !refused.has(`${id}/${candidate.offer.id}`)) return { outcome: 'offer', candidate };
  }
  return { outcome: 'none', candidate: null };
}

function expectedOf({ strategy: { goal }, offer }: Eligible, facts: Readonly<Record<string, unknown>>) {
  if ('model' in offer.response || 'model' in goal.natural) return null;
  const conversion = offer.response.rate;
  const orderValue = typeof goal.orderValue === 'number' ? goal.orderValue : Number(facts[goal.orderValue.fact] ?? 0);
  const cost = offer.contactCost + conversion * offer.redemptionRate * offer.faceValue;
  return { conversion, cost, profit: goal.margin * orderValue * (conversion - goal.natural.rate) - cost };
}

function compare(a: Candidate, b: Candidate): number {
  if (a.expected === null || b.expected === null) return Number(a.expected === null) - Number(b.expected === null);
  return b.expected.profit - a.expected.profit || (a.strategy.id < b.strategy.id ? -1 : 1);
}

/** The first 52 bits of SHA-256 as a share, so that the same people are held out. */
function drawn(text: string): number {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, 13), 16) / 2 ** 52;
}
