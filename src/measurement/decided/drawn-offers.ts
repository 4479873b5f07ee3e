import { findCaseTexts, readCase, type StoredCase } from '#strata/decisions/log';
import { spentCode } from '#strata/engine';
import { drawingArms, type SettledDraw, settledDraws } from '#strata/ledger/exposures';
import { type Database } from '#strata/platform/database';
import { type ReleaseStore } from '#strata/rulebook/releases';

/** What is read where. */
export interface LogPorts {
  readonly database: Database;
  readonly releases: Pick<ReleaseStore, 'get'>;
}

/** Which decisions are read. Moments in milliseconds since 1970. */
export interface LogQuestion {
  readonly strategy: string;
  readonly from: number;
  /** Windows that end later are left out. */
  readonly until: number;
}

/** A decision in which a policy had offers to choose among, with what came of it. */
export interface DrawnOffer extends Omit<SettledDraw, 'propensity'> {
  /** P(this offer), or P(holding out), of all that might have come: the offers that were left, and nothing. */
  readonly propensity: number;
  /** Ids of the offers that were left, two or more. */
  readonly eligible: readonly string[];
  /** What was known of the person. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Read together. */
const AT_ONCE = 2_000;

/**
 * The decisions of a strategy in which a policy drew among offers, in the order of time, page by page. Others of the same arms
 * (one offer was left, policies were switched off or failed) say nothing about a choice, and are null.
 */
export async function* drawnOffers(
  { database, releases }: LogPorts,
  { strategy, from, until }: LogQuestion,
): AsyncGenerator<readonly (DrawnOffer | null)[]> {
  const arms = await database.run((manager) => drawingArms(manager, strategy));
  const holdouts = new Map<string, number>();
  let after: SettledDraw | null = null;
  for (;;) {
    const question = { strategy, arms, from, until, after, most: AT_ONCE };
    const draws: readonly SettledDraw[] = await database.run((manager) => settledDraws(manager, question));
    const ids = draws.map(({ id }) => id);
    const cases = new Map((await database.run((manager) => findCaseTexts(manager, ids))).map((one) => [one.id, one]));
    for (const { release } of cases.values()) {
      if (!holdouts.has(release)) holdouts.set(release, await holdoutOf(releases, release, strategy));
    }
    yield draws.map((draw) => {
      const found = cases.get(draw.id);
      if (found === undefined) return null;
      return drawnOffer(draw, readCase(found.input), { strategy, holdout: holdouts.get(found.release) ?? 0 });
    });
    after = draws.at(-1) ?? null;
    if (draws.length < AT_ONCE) return;
  }
}

async function holdoutOf(releases: LogPorts['releases'], hash: string, strategy: string): Promise<number> {
  const { documents } = await releases.get(hash);
  return documents.strategies.find(({ id }) => id === strategy)?.experiment?.holdout ?? 0;
}

/** Who would be treated is held out with one probability, whatever was drawn. */
function drawnOffer(
  draw: SettledDraw,
  { input, policies = {}, availability }: StoredCase,
  { strategy, holdout }: { readonly strategy: string; readonly holdout: number },
): DrawnOffer | null {
  const answer = Object.hasOwn(policies, strategy) ? policies[strategy] : undefined;
  if (answer?.status !== 'answered') return null;
  const left = (offer: string) => spentCode(availability, `${strategy}/${offer}`) === null;
  const eligible = Object.keys(answer.probabilities).filter(left);
  if (eligible.length < 2 || (draw.offer !== null && !eligible.includes(draw.offer))) return null;
  const propensity = draw.offer === null ? holdout : (1 - holdout) * draw.propensity;
  return propensity > 0 ? { ...draw, propensity, eligible, facts: input.facts } : null;
}
