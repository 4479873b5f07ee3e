import { isStrataError, type Problem, StrataError, type TrainingSet } from '#sdk';
import { type FrameForm, frameFor, packedRows } from './encoding/index.js';
import { type AnyScorer, type Bases, errorWords, rawScores } from './model/index.js';
import { type SignalLooks, type SlowestCall, type TrainingJob, type TrainingListener } from './training-job.js';

const SCORED_AT_ONCE = 4096;

/** One plugin at work on one training set: fits and scores chosen rows. */
export class Bench {
  readonly outputs: number;
  backend: string | null = null;
  slowest: SlowestCall = { rows: 0, milliseconds: 0 };
  #fits = 0;

  constructor(
    private readonly definition: AnyScorer,
    private readonly options: unknown,
    private readonly job: TrainingJob,
    private readonly form: FrameForm,
    private readonly bases: Bases,
    private readonly report: TrainingListener,
    private readonly allFits: number,
  ) {
    this.outputs = job.task === 'uplift' ? 1 + job.treatments.length : 1;
  }

  /** Trains on the rows, and hands back what `load` makes of the saved bytes: what is judged is what will serve. */
  async fit(rows: Int32Array, seed: number): Promise<{ artefact: unknown; learned: Uint8Array }> {
    const done = this.#fits++;
    const { report, allFits } = this;
    const run = {
      seed,
      signal: report.signal,
      progress(share: number, note = '') {
        report.progress((done + share) / allFits, done < allFits - 1 ? `calibrating: ${note}` : note);
      },
      log(message: string) {
        report.log(message);
      },
      backend: (name: string) => {
        this.backend = name;
      },
      base: (id: string, options: unknown) => this.bases.scorer(id, options, run),
    };
    const set = this.#set(rows);
    const trained = await this.#phase('train', 'failed to train', () => this.definition.train(set, this.options, run));
    const learned = await this.#phase('save', 'could not save what it learned', () =>
      savedBytes(this.definition, trained),
    );
    // A copy, so that neither can alter the other.
    const artefact = await this.#phase('load', 'could not load what it had saved', () =>
      this.definition.load(learned.slice(), this.options, this.bases.load),
    );
    return { artefact, learned: learned.slice() };
  }

  /** Runs one function of the plugin, whose errors say which one it was. */
  async #phase<T>(of: 'train' | 'save' | 'load', failed: string, work: () => T | Promise<T>): Promise<T> {
    const { report, job } = this;
    report.phase({ of });
    report.looks.begin();
    try {
      const result = await work();
      report.signal.throwIfAborted();
      return result;
    } catch (error) {
      if (report.signal.aborted) throw stoppedAfter(report.looks);
      if (isStrataError(error)) throw error;
      const message = `"${job.plugin}" ${failed}: ${errorWords(error)}`;
      throw new StrataError('SCORER_TRAINING_FAILED', message, { cause: error });
    } finally {
      report.phase({ of: 'host' });
    }
  }

  /** Raw scores of the rows, rows × outputs. */
  async score(artefact: unknown, rows: Int32Array): Promise<Float64Array> {
    const scores = new Float64Array(rows.length * this.outputs);
    for (let start = 0; start < rows.length; start += SCORED_AT_ONCE) {
      const chunk = rows.subarray(start, start + SCORED_AT_ONCE);
      const frame = this.#frame(chunk);
      this.report.phase({ of: 'score', rows: chunk.length });
      const started = performance.now();
      scores.set(await rawScores(this.definition, artefact, frame, this.outputs), start * this.outputs);
      const milliseconds = performance.now() - started;
      if (milliseconds > this.slowest.milliseconds) this.slowest = { rows: chunk.length, milliseconds };
    }
    this.report.phase({ of: 'host' });
    return scores;
  }

  #frame(rows: Int32Array) {
    const { packed, features } = this.job;
    return frameFor(this.form, packedRows(packed, features.length, rows), rows.length);
  }

  #set(rows: Int32Array): TrainingSet {
    const { task, label, weight, treatment } = this.job;
    return Object.freeze({
      frame: this.#frame(rows),
      task,
      label: Float64Array.from(rows, (row) => label[row] ?? 0),
      ...(weight === null ? {} : { weight: Float64Array.from(rows, (row) => weight[row] ?? 0) }),
      ...(treatment === null ? {} : { treatment: Uint8Array.from(rows, (row) => treatment[row] ?? 0) }),
    });
  }
}

/** A plugin promises to look at its signal once a second. */
const LONGEST_LOOK_MS = 2000;

function stoppedAfter({ longestMs, wentOnMs }: SignalLooks): StrataError {
  const problems: Problem[] = [];
  if (longestMs > LONGEST_LOOK_MS) {
    const message = `it computed for ${Math.round(longestMs)} ms without a look at \`run.signal\``;
    problems.push({ message, expected: 'a look once a second' });
  }
  if (wentOnMs > LONGEST_LOOK_MS) {
    const message = `it went on for ${Math.round(wentOnMs)} ms after it had seen that it was cancelled`;
    problems.push({ message, expected: '`run.signal.throwIfAborted()`' });
  }
  return new StrataError('CANCELLED', 'The training was cancelled.', { problems });
}

function savedBytes(definition: AnyScorer, trained: unknown): Uint8Array {
  // A plugin in plain JavaScript may return anything.
  const learned: unknown = definition.save(trained);
  if (learned instanceof Uint8Array) return learned;
  throw new Error('`save` returned no Uint8Array');
}
