import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type FeatureColumn, type RawFrame, StrataError, type Task } from '#sdk';
import { type InputPlan, planInputs } from './inputs.js';
import { type Options } from './options.js';
import { type OutputPlan, planOutput, readScores } from './outputs.js';
import { loadRuntime, openSession, type Runtime, type Session, type TensorPort } from './runtime.js';
import { type Rows, tensorsOf } from './tensors.js';
import { withoutZipMap } from './zip-map.js';

/** How a model is asked: all that is kept beside its bytes. */
export interface Plan {
  readonly task: Task;
  readonly inputs: readonly InputPlan[];
  readonly output: OutputPlan;
  /** True where the export fixed the number of rows at one. */
  readonly rowByRow: boolean;
}

/** A model that is ready to score. */
export interface OnnxModel {
  readonly plan: Plan;
  /** The ONNX file, without `ZipMap`. */
  readonly bytes: Uint8Array;
  readonly runtime: Runtime;
  readonly session: Session;
}

/**
 * Reads an exported model and finds out how to ask it.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN, PLUGIN_OPTIONS_INVALID
 */
export async function importModel(options: Options, columns: readonly FeatureColumn[], task: Task): Promise<OnnxModel> {
  const { bytes, renamed } = await readModel(options.file);
  const session = await openSession(bytes).catch((error: unknown) => {
    throw badFile(options.file, `The runtime refuses it: ${messageOf(error)}`);
  });
  const ports = session.inputMetadata.filter((port): port is TensorPort => port.isTensor);
  const plan: Plan = {
    task,
    inputs: planInputs(ports, columns, options),
    output: planOutput(session.outputMetadata, renamed, options),
    rowByRow: ports.some(({ shape }) => shape[0] === 1),
  };
  return { plan, bytes, runtime: await loadRuntime(), session };
}

/**
 * The runtime's vector code rounds the last rows of a batch differently than the others, so that a person's score would
 * depend on who is scored beside: always this many rows at once, a multiple of every vector's width, give equal bits.
 */
const BLOCK = 16;

/** Scores the rows of a frame into `out`, one each. */
export async function scoreRows(model: OnnxModel, frame: RawFrame, out: Float64Array): Promise<void> {
  const block = model.plan.rowByRow ? 1 : BLOCK;
  const scores = new Float64Array(block);
  for (let first = 0; first < frame.rows; first += block) {
    // The last row fills the last block up.
    const rows = Array.from(scores, (_, index) => Math.min(first + index, frame.rows - 1));
    await scoreBlock(model, frame, rows, scores);
    out.set(scores.subarray(0, frame.rows - first), first);
  }
}

async function scoreBlock(
  { plan, runtime, session }: OnnxModel,
  frame: RawFrame,
  rows: Rows,
  scores: Float64Array,
): Promise<void> {
  const answer = await session.run(tensorsOf(runtime, plan.inputs, frame, rows), [plan.output.name]);
  readScores(plan.output, answer[plan.output.name]?.data as Float32Array | Float64Array, scores);
  if (plan.task !== 'binary') return;
  for (const [row, score] of scores.entries()) scores[row] = asProbability(score, plan.output.name);
}

/** As much as sums of 32-bit numbers may miss one or zero by. */
const ROUNDING = 1e-4;

function asProbability(score: number, output: string): number {
  if (score >= -ROUNDING && score <= 1 + ROUNDING) return Math.min(1, Math.max(0, score));
  throw new Error(
    `the output "${output}" gave ${String(score)}, which is no probability: choose another "output", or set "activation"`,
  );
}

async function readModel(file: string): Promise<ReturnType<typeof withoutZipMap>> {
  const path = resolve(file);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw badFile(file, `${path} cannot be read: ${messageOf(error)}`);
  });
  try {
    return withoutZipMap(bytes);
  } catch {
    throw badFile(file, 'It is no ONNX model.');
  }
}

function badFile(file: string, message: string): StrataError {
  const problem = { pointer: '/options/file', message, expected: 'the path of an exported .onnx file' };
  return new StrataError('BAD_FILE', `${file} is not a model that can be used. ${message}`, { problems: [problem] });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
