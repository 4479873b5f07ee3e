import { canHappen, type Change, isSuggestible, sizeOfChange } from '#strata/engine/decide';
import { type Language } from '#strata/kernel/texts';
import { type FactCatalogue } from '#strata/engine';
import { inLanguage, type Phrases, phrasesOf } from '#strata/engine/words';
import { frameOf } from '#strata/scoring/encoding';
import { type Scorer } from '#strata/scoring';
import { mostUplift } from '#strata/engine/plan';

/** A score as thresholds read it. */
export interface ReadScore {
  /** The calibrated score; for uplift the effect of the treatment that does most. */
  readonly value: number;
  /** Share of the reference population that scores lower. */
  readonly rank: number;
}

/** Which change to look for. */
export interface ScoreChangeRequest {
  readonly scorer: Scorer;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly catalogue: FactCatalogue;
  /** What is to hold of the score afterwards. */
  readonly wanted: (score: ReadScore) => boolean;
  /** English unless told. */
  readonly language?: Language | undefined;
}

/** The change of one or two facts that does it. */
export interface ScoreChange {
  readonly changes: readonly Change[];
  /** The score before and after. */
  readonly before: number;
  readonly after: number;
  readonly words: string;
}

/** From the value that a person has, these shares of it are tried, and … */
const SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2, 3, 5, 10];
/** … these steps from it. */
const STEPS = [-10, -5, -3, -2, -1, 1, 2, 3, 5, 10];
/** How often the way to a value that does it is halved. */
const HALVINGS = 8;
/** Pairs are made of so many facts at most, those that move the score furthest in the wanted direction. */
const PAIRED = 6;

/**
 * The smallest change of one actionable fact after which the score is as wanted, else of two; null where there is none, or
 * where it is so already. Facts that are sensitive, not actionable or unknown now are left as they are, nothing goes back that cannot, and other facts that
 * would change along are not followed. Sizes compare as in a decision's nearest change: relative to the values.
 *
 * @throws StrataError SCORER_…
 */
export async function nearestScoreChange(request: ScoreChangeRequest): Promise<ScoreChange | null> {
  const [before] = await scoresOf(request, [[]]);
  if (before === undefined || request.wanted(before)) return null;
  const candidates = candidatesOf(request);
  const single = await smallestOf(
    request,
    candidates.map((change) => [change]),
  );
  const found = single ?? (await smallestOf(request, await pairsOf(request, candidates, before)));
  if (found === null) return null;
  const changes = found.length === 1 ? await refined(request, found) : found;
  const [after] = await scoresOf(request, [changes]);
  if (after === undefined) return null;
  return {
    changes,
    before: before.value,
    after: after.value,
    words: wordsOf(request, changes, { before: before.value, after: after.value }),
  };
}

interface Scored {
  readonly before: number;
  readonly after: number;
}

function wordsOf(
  { scorer, catalogue, language }: ScoreChangeRequest,
  changes: readonly Change[],
  { before, after }: Scored,
): string {
  const phrases = phrasesOf(language);
  const facts = inLanguage(catalogue, language);
  const changed = changes.map((change) => phrases.changes.fact(change, facts));
  return phrases.scores.change(changed, outcomeWords(scorer, { before, after }, phrases.scores));
}

function outcomeWords({ task }: Scorer, { before, after }: Scored, scores: Phrases['scores']): string {
  if (task === 'regression') return scores.instead(scores.score(after, 'value'), scores.score(before, 'value'));
  if (task === 'uplift') return scores.effectInstead(scores.effect(after, 'points'), scores.effect(before, 'points'));
  const [now, then] = [scores.score(after, 'points'), scores.score(before, 'points')];
  return scores.effectAndScore(scores.effect(after - before, 'points'), now, then);
}

/** Every value that is tried, fact by fact. */
function candidatesOf({ scorer, facts, catalogue }: ScoreChangeRequest): Change[] {
  const all = scorer.features.flatMap((feature): Change[] => {
    const fact = feature.name;
    const from = facts[fact];
    if (!isSuggestible(fact, catalogue) || from === undefined || from === null) return [];
    if (typeof from === 'boolean') return [{ fact, from, to: !from }];
    if (feature.type === 'category') {
      return feature.categories.filter((to) => to !== from).map((to) => ({ fact, from, to }));
    }
    if (typeof from !== 'number') return [];
    return numbersAround(from).map((to) => ({ fact, from, to }));
  });
  return all.filter((change) => canHappen(change, catalogue));
}

/** Numbers that the fact might take: whole where it is whole, and on its side of zero. */
function numbersAround(from: number): number[] {
  const whole = Number.isInteger(from);
  const tried = [...SHARES.map((share) => share * from), ...STEPS.map((step) => from + step)];
  const rounded = tried.map((to) => (whole ? Math.round(to) : Number(to.toPrecision(6))));
  return [...new Set(rounded)].filter((to) => to !== from && to * Math.sign(from || 1) >= 0);
}

/** The smallest of some changes that does it. */
async function smallestOf(
  request: ScoreChangeRequest,
  candidates: readonly (readonly Change[])[],
): Promise<readonly Change[] | null> {
  const scores = await scoresOf(request, candidates);
  const reaching = candidates.filter((_, index) => {
    const score = scores[index];
    return score !== undefined && request.wanted(score);
  });
  return reaching.toSorted((a, b) => totalSize(a) - totalSize(b))[0] ?? null;
}

function totalSize(changes: readonly Change[]): number {
  return changes.reduce((sum, change) => sum + sizeOfChange(change), 0);
}

/** Changes of two facts: of those that move the score furthest on their own, towards where it should go. */
async function pairsOf(
  request: ScoreChangeRequest,
  candidates: readonly Change[],
  before: ReadScore,
): Promise<readonly (readonly Change[])[]> {
  const scores = await scoresOf(
    request,
    candidates.map((change) => [change]),
  );
  const upwards = request.wanted({ value: Number.MAX_VALUE, rank: 1 });
  const gains = scores.map(({ value }) => (upwards ? value - before.value : before.value - value));
  const helping = candidates.filter((_, index) => (gains[index] ?? 0) > 0);
  const furthest = new Map<string, number>();
  candidates.forEach(({ fact }, index) => {
    const gain = gains[index] ?? 0;
    if (gain > (furthest.get(fact) ?? 0)) furthest.set(fact, gain);
  });
  const facts = [...furthest]
    .sort((a, b) => b[1] - a[1])
    .slice(0, PAIRED)
    .map(([fact]) => fact);
  const chosen = helping.filter(({ fact }) => facts.includes(fact));
  return chosen.flatMap((first, index) =>
    chosen.slice(index + 1).flatMap((second) => (second.fact === first.fact ? [] : [[first, second]])),
  );
}

/** A number's change made smaller while it still does it: its way is halved again and again. */
async function refined(request: ScoreChangeRequest, found: readonly Change[]): Promise<readonly Change[]> {
  const [change] = found;
  if (change === undefined || typeof change.from !== 'number' || typeof change.to !== 'number') return found;
  const whole = Number.isInteger(change.from);
  let reaching = change.to;
  let failing = change.from;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (reaching + failing) / 2;
    const to = whole ? Math.round(middle) : Number(middle.toPrecision(3));
    if (to === reaching || to === failing || to < Math.min(reaching, failing) || to > Math.max(reaching, failing))
      break;
    const [score] = await scoresOf(request, [[{ ...change, to }]]);
    if (score !== undefined && request.wanted(score)) reaching = to;
    else failing = to;
  }
  return [{ ...change, to: reaching }];
}

/** The scores after each of some changes. */
async function scoresOf(
  { scorer, facts }: ScoreChangeRequest,
  candidates: readonly (readonly Change[])[],
): Promise<readonly ReadScore[]> {
  const rows = candidates.map((changes) => ({
    ...facts,
    ...Object.fromEntries(changes.map(({ fact, to }) => [fact, to])),
  }));
  const { values, ranks } = await scorer.score(frameOf(scorer.features, rows));
  return rows.map((_, row) => {
    const own = values.subarray(row * scorer.outputs, (row + 1) * scorer.outputs);
    const value = own.length > 1 ? mostUplift(own) : (own[0] ?? NaN);
    return { value, rank: ranks[row] ?? NaN };
  });
}
