import { type ModelDescription, StrataError } from '#sdk';
import { calibrateLink, logit } from './calibration/index.js';
import { type Contributions } from './scores.js';
import { frameFor } from './encoding/index.js';
import { shapley } from './shapley.js';
import {
  type AnyScorer,
  type Artefact,
  calibratedScores,
  headlines,
  type LoadedModel,
  loadModel,
  ranksOf,
  type ScorerLibrary,
} from './model/index.js';

/** Rows to score: those of several requests, one after the other. */
export interface ScoreRequests {
  readonly packed: Float64Array;
  /** Rows of each request. */
  readonly sizes: readonly number[];
}
/** Scores of some requests. */
export interface RequestScores {
  /** All rows × outputs, calibrated. */
  readonly values: Float64Array;
  readonly ranks: Float64Array;
  /** The requests that failed, where not all were scored. */
  readonly failures: readonly ScoreFailure[];
}
/** A request that could not be scored, and what was thrown. */
interface ScoreFailure {
  readonly request: number;
  readonly error: unknown;
}

/** A stored model, loaded with its code into this process. */
export class ServedModel {
  readonly #width: number;

  private readonly definition: AnyScorer;
  private readonly artefact: Artefact;

  private constructor(private readonly model: LoadedModel) {
    this.definition = model.definition;
    this.artefact = model.artefact;
    this.#width = model.artefact.header.features.length;
  }

  /** As {@link loadModel}. */
  static async load(
    bytes: Uint8Array,
    library: ScorerLibrary,
    begin: (of: 'import' | 'load') => void,
  ): Promise<ServedModel> {
    return new ServedModel(await loadModel(bytes, library, begin));
  }

  /** Scores all requests together; where that fails, each one on its own, so that a bad row costs only its request. */
  async score({ packed, sizes }: ScoreRequests): Promise<RequestScores> {
    const rows = sizes.reduce((sum, size) => sum + size, 0);
    try {
      const values = await this.#calibrated(packed, rows);
      return { values, ranks: ranksOf(this.model, values), failures: [] };
    } catch (error) {
      if (sizes.length === 1) return this.#failed(rows, [{ request: 0, error }]);
    }
    return this.#eachAlone(packed, sizes, rows);
  }

  async #eachAlone(packed: Float64Array, sizes: readonly number[], rows: number): Promise<RequestScores> {
    const { values, ranks } = this.#failed(rows, []);
    const failures: ScoreFailure[] = [];
    let start = 0;
    for (const [request, size] of sizes.entries()) {
      const own = packed.subarray(start * this.#width, (start + size) * this.#width);
      const reply = await this.score({ packed: own, sizes: [size] });
      values.set(reply.values, start * this.artefact.header.outputs);
      ranks.set(reply.ranks, start);
      failures.push(...reply.failures.map(({ error }) => ({ request, error })));
      start += size;
    }
    return { values, ranks, failures };
  }

  #failed(rows: number, failures: RequestScores['failures']): RequestScores {
    const values = new Float64Array(rows * this.artefact.header.outputs).fill(NaN);
    return { values, ranks: new Float64Array(rows).fill(NaN), failures };
  }

  #calibrated(packed: Float64Array, rows: number): Promise<Float64Array> {
    return calibratedScores(this.model, frameFor(this.artefact.header, packed, rows));
  }

  /** The row's contributions; their `value`s are filled in by the caller, who has the row. */
  async explain(packed: Float64Array): Promise<Contributions> {
    const { header } = this.artefact;
    // An effect is a difference of probabilities and stays one.
    const link = header.task === 'binary' ? 'logit' : 'identity';
    const [score = NaN] = headlines(await this.#calibrated(packed, 1), header.outputs);
    const exact = this.definition.explain === undefined ? null : this.#ownExplanation(packed, link);
    const { base, parts, standardError } = exact ?? (await this.#shapleyValues(packed, link));
    const target = link === 'logit' ? logit(score) : score;
    const residual = target - parts.reduce((sum, part) => sum + part, base);
    if (!(Math.abs(residual) <= 1e-6 * Math.max(1, Math.abs(target)))) {
      throw new StrataError('SCORER_EXPLANATION_INVALID', `The explanation misses its score by ${residual}.`);
    }
    return {
      link,
      score,
      // What rounding left goes to the base, so that the sum is exact.
      base: base + residual,
      parts: header.features.map(({ name }, index) => ({ feature: name, value: null, part: parts[index] ?? 0 })),
      ...(standardError > 0 ? { standardError } : {}),
    };
  }

  /** What the plugin says about the whole model; null where it says nothing. */
  describe(): ModelDescription | null {
    const frame = frameFor(this.artefact.header, new Float64Array(), 0);
    return this.definition.describe?.(this.model.learned, frame) ?? null;
  }

  /** The plugin's own parts: one-hot columns summed to their feature, and scaled as calibration moved their sum. */
  #ownExplanation(packed: Float64Array, link: Contributions['link']) {
    const { features, encoding, calibration } = this.artefact.header;
    const explained = this.definition.explain?.(this.model.learned, frameFor(this.artefact.header, packed, 1), 0);
    if (explained?.link !== link) {
      throw new StrataError('SCORER_EXPLANATION_INVALID', `The explanation's link is not "${link}".`);
    }
    const columns = encoding === null ? features.length : encoding.columns.length;
    // A plugin in plain JavaScript may return anything.
    const found = (explained.parts as Float64Array | undefined)?.length;
    if (found !== columns) {
      throw new StrataError(
        'SCORER_EXPLANATION_INVALID',
        `The explanation has ${found ?? 'no'} parts for ${columns} columns.`,
      );
    }
    const raw = explained.parts.reduce((sum, part) => sum + part, explained.base);
    const calibrated = (value: number) => (calibration === null ? value : calibrateLink(calibration, value));
    const base = calibrated(explained.base);
    // Calibration bends: the parts keep their shares of the way from the base to the score.
    const slope = raw === explained.base ? 1 : (calibrated(raw) - base) / (raw - explained.base);
    const parts = new Float64Array(features.length);
    explained.parts.forEach((part, column) => {
      const owner = encoding === null ? column : (encoding.owners[column] ?? 0);
      parts[owner] = (parts[owner] ?? 0) + slope * part;
    });
    return { base, parts, standardError: 0 };
  }

  async #shapleyValues(packed: Float64Array, link: Contributions['link']) {
    const linked = async (rows: Float64Array, count: number): Promise<Float64Array> => {
      const values = headlines(await this.#calibrated(rows, count), this.artefact.header.outputs);
      return link === 'logit' ? values.map(logit) : values;
    };
    return shapley(linked, packed, this.artefact.background, this.artefact.header.seed);
  }
}
