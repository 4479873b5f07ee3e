import { isStrataError, type ModelDescription, type RawFrame, StrataError } from '#sdk';
import type { Contributions, ScoredFrame, Scorer } from '#strata/scoring';
import type { ArtefactHeader } from '#strata/scoring/model';
import { GuardedProcess } from './guarded-process.js';
import { type FeatureSpec, packFrame } from '#strata/scoring/encoding';
import { revive } from './process/index.js';
import { type ServingProcess } from './serving-process.js';
import { type ScoreReply } from './worker/index.js';

/** Rows that go to the process in one message. */
const ROWS_AT_ONCE = 4096;
/** Shapley values score thousands of composed rows. */
const EXPLAIN_FACTOR = 10;

/** Rows waiting for their scores. */
interface Waiting {
  readonly packed: Float64Array;
  readonly rows: number;
  readonly resolve: (scored: ScoredFrame) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A model behind its guards ({@link GuardedProcess}). Requests that arrive while the process works wait together and go as one
 * message as soon as it is done.
 */
export class GuardedScorer implements Scorer {
  readonly #waiting: Waiting[] = [];
  readonly #guarded: GuardedProcess;
  #working = false;

  constructor(
    private readonly header: ArtefactHeader,
    startProcess: () => ServingProcess,
    /** Milliseconds that a call with so many rows may take. */
    private readonly timeLimitMs: (rows: number) => number,
    private readonly onClose: () => void,
  ) {
    this.#guarded = new GuardedProcess(header.plugin, startProcess);
  }

  /** Resolves when the model is loaded; rejects where that fails. */
  get ready(): Promise<void> {
    return this.#guarded.ready;
  }
  get plugin(): string {
    return this.header.plugin;
  }
  get task(): Scorer['task'] {
    return this.header.task;
  }
  get features(): readonly FeatureSpec[] {
    return this.header.features;
  }
  get outputs(): number {
    return this.header.outputs;
  }
  get treatments(): readonly string[] {
    return this.header.treatments ?? [];
  }

  async score(frame: RawFrame): Promise<ScoredFrame> {
    const packed = packFrame(this.features, frame);
    if (frame.rows <= ROWS_AT_ONCE) return this.#enqueue(packed, frame.rows);
    const values = new Float64Array(frame.rows * this.outputs);
    const ranks = new Float64Array(frame.rows);
    for (let start = 0; start < frame.rows; start += ROWS_AT_ONCE) {
      const rows = Math.min(ROWS_AT_ONCE, frame.rows - start);
      const width = this.features.length;
      const part = await this.#enqueue(packed.slice(start * width, (start + rows) * width), rows);
      values.set(part.values, start * this.outputs);
      ranks.set(part.ranks, start);
    }
    return { values, ranks };
  }

  async explain(frame: RawFrame, row: number): Promise<Contributions> {
    const width = this.features.length;
    const packed = packFrame(this.features, frame).slice(row * width, (row + 1) * width);
    if (packed.length === 0) throw new StrataError('BAD_COLUMN', `The frame has no row ${row}.`);
    const values = [...packed];
    const explained = await this.#guarded.run(EXPLAIN_FACTOR * this.timeLimitMs(1), (serving, limitMs) =>
      serving.call({ kind: 'explain', packed }, limitMs),
    );
    const parts = explained.parts.map((part, index) => ({
      ...part,
      value: this.#valueOf(index, values[index] ?? NaN),
    }));
    return { ...explained, parts };
  }

  async describe(): Promise<ModelDescription | null> {
    return this.#guarded.run(this.timeLimitMs(1), (serving, limitMs) => serving.call({ kind: 'describe' }, limitMs));
  }

  close(): Promise<void> {
    this.onClose();
    this.#guarded.close();
    return Promise.resolve();
  }

  #valueOf(index: number, packed: number): number | string | null {
    const feature = this.features[index];
    if (feature?.type === 'category') return feature.categories[packed] ?? null;
    return Number.isNaN(packed) ? null : packed;
  }

  #enqueue(packed: Float64Array, rows: number): Promise<ScoredFrame> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ packed, rows, resolve, reject });
      if (this.#working) return;
      this.#working = true;
      queueMicrotask(() => void this.#work());
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = takeBatch(this.#waiting);
      try {
        this.#settle(batch, await this.#scoreBatch(batch));
      } catch (error) {
        for (const { reject } of batch) reject(error);
        // Who waited behind a scorer that hangs has waited as long: nobody waits for longer than the limit.
        if (isStrataError(error) && error.code === 'SCORER_TIMEOUT') {
          for (const { reject } of this.#waiting.splice(0)) reject(error);
        }
      }
    }
    this.#working = false;
  }

  async #scoreBatch(batch: readonly Waiting[]): Promise<ScoreReply> {
    const rows = batch.reduce((sum, request) => sum + request.rows, 0);
    const packed = join(batch, rows * this.features.length);
    const sizes = batch.map((request) => request.rows);
    return this.#guarded.run(this.timeLimitMs(rows), async (serving, limit) => {
      const reply = await serving.call({ kind: 'score', packed, sizes }, limit);
      const [first] = reply.failures;
      // All of them failed: that is the scorer's failure and not a bad row's.
      if (first !== undefined && reply.failures.length === sizes.length) throw revive(this.plugin, first.error);
      return reply;
    });
  }

  #settle(batch: readonly Waiting[], { values, ranks, failures }: ScoreReply): void {
    const failed = new Map(failures.map(({ request, error }) => [request, error]));
    let row = 0;
    for (const [index, { rows, resolve, reject }] of batch.entries()) {
      const error = failed.get(index);
      if (error !== undefined) reject(revive(this.plugin, error));
      else if (batch.length === 1) resolve({ values, ranks });
      else {
        const outputs = values.slice(row * this.outputs, (row + rows) * this.outputs);
        resolve({ values: outputs, ranks: ranks.slice(row, row + rows) });
      }
      row += rows;
    }
  }
}

/** The requests that wait, up to the size of one message; at least one. */
function takeBatch(waiting: Waiting[]): Waiting[] {
  let rows = 0;
  let taken = 0;
  while (taken < waiting.length && (taken === 0 || rows + (waiting[taken]?.rows ?? 0) <= ROWS_AT_ONCE)) {
    rows += waiting[taken++]?.rows ?? 0;
  }
  return waiting.splice(0, taken);
}

function join(batch: readonly Waiting[], length: number): Float64Array {
  if (batch.length === 1 && batch[0] !== undefined) return batch[0].packed;
  const joined = new Float64Array(length);
  let at = 0;
  for (const { packed } of batch) {
    joined.set(packed, at);
    at += packed.length;
  }
  return joined;
}
