import { type People, type QualifiedPeople, rowsForOffers, type ScoredRows } from '#strata/engine/columns';
import { type BatchScorer, type BatchScores } from '#strata/scoring';
import { featureColumns } from './feature-columns.js';

/** The models of a run; one that is not here has no champion. */
export type BatchScorers = ReadonlyMap<string, BatchScorer>;

/** What models said of people. */
export interface ScoredPeople {
  readonly scores: People['scores'];
  /** How many people each model could not score, where it could not all. */
  readonly failures: ReadonlyMap<string, number>;
}

/** Rows a call: what a model needs of them stays in the processor's cache. */
const ROWS_A_CALL = 4096;

/**
 * Scores who needs it, and only with the models that are needed: first those of the predictive stage, then those of offers
 * for who passed it.
 */
export async function scorePeople(qualified: QualifiedPeople, scorers: BatchScorers): Promise<ScoredPeople> {
  const { strategy } = qualified;
  const scores = new Map<string, ScoredRows | 'no-champion'>();
  const failures = new Map<string, number>();
  const { predictiveModels, rankedModels, campaignNeeds: needs } = strategy;
  const score = async (model: string, rows: Uint32Array): Promise<void> => {
    const scorer = scorers.get(model);
    if (scorer === undefined) {
      scores.set(model, 'no-champion');
      return;
    }
    const without = rankedModels.includes(model) ? undefined : 'ranks';
    const scored = await scoreRows(scorer, qualified.people, rows, without);
    scores.set(model, scored.scores());
    if (scored.failed > 0) failures.set(model, scored.failed);
  };
  const rowsOf = (model: string, rows: Pick<QualifiedPeople, 'model' | 'baseline'>): Uint32Array => {
    const own = needs.model.includes(model) ? rows.model : NOBODY;
    const human = needs.baseline.includes(model) ? rows.baseline : NOBODY;
    return human.length === 0 ? own : joined(own, human);
  };
  for (const model of predictiveModels) await score(model, rowsOf(model, qualified));
  const left = rowsForOffers(qualified, scores);
  const others = new Set([...needs.model, ...needs.baseline].filter((model) => !predictiveModels.includes(model)));
  for (const model of others) await score(model, rowsOf(model, left));
  return { scores, failures };
}

const NOBODY = new Uint32Array(0);

function joined(first: Uint32Array, second: Uint32Array): Uint32Array {
  const both = new Uint32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** The scores of some rows; all others have none. */
async function scoreRows(
  scorer: BatchScorer,
  { rows: size, facts }: Pick<People, 'rows' | 'facts'>,
  rows: Uint32Array,
  without: 'ranks' | undefined,
): Promise<Spread> {
  const all = new Spread(size, without);
  for (let start = 0; start < rows.length; start += ROWS_A_CALL) {
    const some = rows.subarray(start, start + ROWS_A_CALL);
    all.put(some, await scorer.score(featureColumns(scorer.features, facts, some), some.length, without));
  }
  return all;
}

/** Scores that are put where their rows are. */
class Spread {
  /** Rows that could not be scored. */
  failed = 0;
  readonly #values: Float64Array;
  readonly #ranks: Float64Array | null;
  #natural: Float64Array | null = null;
  readonly #treated = new Map<string, Float64Array>();

  constructor(
    private readonly size: number,
    without: 'ranks' | undefined,
  ) {
    this.#values = this.#empty();
    this.#ranks = without === 'ranks' ? null : this.#empty();
  }

  put(rows: Uint32Array, { values, ranks, outcomes, failed }: BatchScores): void {
    this.failed += failed;
    spread(values, rows, this.#values);
    if (ranks !== undefined && this.#ranks !== null) spread(ranks, rows, this.#ranks);
    if (outcomes === undefined) return;
    spread(outcomes.natural, rows, (this.#natural ??= this.#empty()));
    for (const [name, treated] of outcomes.treated) {
      const all = this.#treated.get(name) ?? this.#empty();
      this.#treated.set(name, all);
      spread(treated, rows, all);
    }
  }

  scores(): ScoredRows {
    const outcomes = this.#natural === null ? {} : { outcomes: { natural: this.#natural, treated: this.#treated } };
    return { values: this.#values, ...(this.#ranks === null ? {} : { ranks: this.#ranks }), ...outcomes };
  }

  #empty(): Float64Array {
    return new Float64Array(this.size).fill(Number.NaN);
  }
}

function spread(from: Float64Array, rows: Uint32Array, to: Float64Array): void {
  for (let i = 0; i < rows.length; i++) to[rows[i] ?? 0] = from[i] ?? Number.NaN;
}
