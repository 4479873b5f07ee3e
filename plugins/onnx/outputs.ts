import { nearestName, StrataError } from '#sdk';
import { type Options } from './options.js';
import { type Session, type TensorPort } from './runtime.js';

/** Where in the model's answer the score stands. */
export interface OutputPlan {
  readonly name: string;
  /** Which column; null where the model must be run to know how many there are. */
  readonly classIndex: number | null;
  readonly activation: Options['activation'];
}

/** Types that a score may have. */
const SCORES: readonly string[] = ['float32', 'float64'];

/**
 * The output that the options name, else the model's only one of real numbers: labels, which classifiers answer beside
 * the probabilities, are no scores.
 *
 * @throws StrataError PLUGIN_OPTIONS_INVALID
 */
export function planOutput(
  ports: Session['outputMetadata'],
  renamed: ReadonlyMap<string, string>,
  { output, classIndex, activation }: Pick<Options, 'output' | 'classIndex' | 'activation'>,
): OutputPlan {
  const tensors = ports.filter((port): port is TensorPort => port.isTensor && SCORES.includes(port.type));
  const known = tensors.map(({ name }) => name);
  const wanted = output === undefined ? known : known.filter((name) => name === (renamed.get(output) ?? output));
  const [name, ...others] = wanted;
  if (name !== undefined && others.length === 0) return { name, classIndex: classIndex ?? null, activation };
  const nearest = output === undefined ? undefined : nearestName(output, [...renamed.keys(), ...known]);
  const message =
    output === undefined
      ? `The model has ${String(known.length)} outputs of real numbers; "output" must say which is the score.`
      : `The model has no output "${output}" of real numbers.`;
  const problem = { pointer: '/options/output', message, expected: `one of: ${known.join(', ')}` };
  throw new StrataError('PLUGIN_OPTIONS_INVALID', message, {
    problems: [nearest === undefined ? problem : { ...problem, nearest }],
  });
}

/**
 * The scores of rows from the values of the output, row-major.
 *
 * @throws Error where the output does not have one row a row, or the column must be named
 */
export function readScores(
  { name, classIndex, activation }: OutputPlan,
  values: Float32Array | Float64Array,
  out: Float64Array,
): void {
  const width = values.length / out.length;
  if (!Number.isInteger(width) || width === 0) {
    throw new Error(`the output "${name}" has ${String(values.length)} values for ${String(out.length)} rows`);
  }
  const column = columnOf(name, classIndex, width);
  const activate = ACTIVATIONS[activation];
  for (let row = 0; row < out.length; row++) {
    out[row] = activate(values.subarray(row * width, (row + 1) * width), column);
  }
}

function columnOf(name: string, classIndex: number | null, width: number): number {
  if (classIndex === null && width <= 2) return width - 1;
  if (classIndex !== null && classIndex < width) return classIndex;
  throw new Error(
    `the output "${name}" has ${String(width)} columns: "classIndex" in the options must say which is the score, 0 to ${String(width - 1)}`,
  );
}

type Activation = (row: Float32Array | Float64Array, column: number) => number;

const ACTIVATIONS: Readonly<Record<Options['activation'], Activation>> = {
  none: (row, column) => row[column] ?? Number.NaN,
  sigmoid: (row, column) => 1 / (1 + Math.exp(-(row[column] ?? Number.NaN))),
  softmax: (row, column) => {
    const most = Math.max(...row);
    let sum = 0;
    for (const value of row) sum += Math.exp(value - most);
    return Math.exp((row[column] ?? Number.NaN) - most) / sum;
  },
};
