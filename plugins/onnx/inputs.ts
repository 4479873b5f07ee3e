import { type FeatureColumn, nearestName, type Problem, StrataError } from '#sdk';
import { type Options } from './options.js';
import { type TensorPort } from './runtime.js';

/** Which features make one input of the model. */
export interface InputPlan {
  readonly name: string;
  readonly type: TensorPort['type'];
  /** Names, in the order of the tensor's columns. */
  readonly features: readonly string[];
  /** False where the tensor is a plain list, one value a row. */
  readonly matrix: boolean;
}

/** Types of tensors that take numbers; the others that are known take text. */
const NUMBERS: readonly string[] = ['float32', 'float64', 'int64', 'int32', 'bool'];

/**
 * Finds the features of every input: as the options say; else a single input takes all features in their order, and of
 * several each takes the feature of its name.
 *
 * @throws StrataError BAD_COLUMN with all problems
 */
export function planInputs(
  ports: readonly TensorPort[],
  columns: readonly FeatureColumn[],
  { file, inputs }: Pick<Options, 'file' | 'inputs'>,
): readonly InputPlan[] {
  const names = columns.map(({ name }) => name);
  const mapping = mappingOf(ports, names, inputs);
  const plans = ports.map(({ name, type, shape }) => ({
    name,
    type,
    features: mapping[name] ?? [],
    matrix: shape.length !== 1,
  }));
  const problems = [
    ...unknownInputs(ports, inputs ?? {}),
    ...ports.flatMap((port, index) => portProblems(port, plans[index]?.features ?? [], columns)),
    ...unusedFeatures(names, plans),
  ];
  if (problems.length === 0) return plans;
  throw new StrataError('BAD_COLUMN', `The features do not fit the inputs of ${file}.`, { problems });
}

type Mapping = Readonly<Record<string, readonly string[]>>;

function mappingOf(ports: readonly TensorPort[], names: readonly string[], inputs: Options['inputs']): Mapping {
  const [only, ...others] = ports;
  if (inputs === undefined && only !== undefined && others.length === 0) return { [only.name]: names };
  const mapping = ports.map(({ name }) => {
    const given = inputs !== undefined && Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    return [name, given ?? names.filter((feature) => feature === name)] as const;
  });
  return Object.fromEntries(mapping.map(([name, given]) => [name, typeof given === 'string' ? [given] : given]));
}

function unknownInputs(ports: readonly TensorPort[], inputs: NonNullable<Options['inputs']>): readonly Problem[] {
  const known = ports.map(({ name }) => name);
  return Object.keys(inputs)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      pointer: `/options/inputs/${name}`,
      message: `The model has no input "${name}".`,
      expected: `one of: ${known.join(', ')}`,
      ...nearestOf(name, known),
    }));
}

function portProblems(
  port: TensorPort,
  features: readonly string[],
  columns: readonly FeatureColumn[],
): readonly Problem[] {
  const pointer = `/options/inputs/${port.name}`;
  const names = columns.map(({ name }) => name);
  if (features.length === 0) {
    const message = `The input "${port.name}" gets no feature.`;
    return [
      {
        pointer,
        message,
        expected: 'a feature of that name, or "inputs" in the options',
        ...nearestOf(port.name, names),
      },
    ];
  }
  const unknown = features.filter((feature) => !names.includes(feature));
  if (unknown.length > 0) {
    return unknown.map((feature) => ({
      pointer,
      message: `The model document has no feature "${feature}".`,
      expected: `one of: ${names.join(', ')}`,
      ...nearestOf(feature, names),
    }));
  }
  return [...shapeProblems(port, features, pointer), ...typeProblems(port, features, columns, pointer)];
}

function shapeProblems({ name, shape }: TensorPort, features: readonly string[], pointer: string): readonly Problem[] {
  const found = `The input "${name}" has the shape [${shape.map(sizeOf).join(', ')}], and gets ${String(features.length)} features`;
  if (shape.length > 2) return [{ pointer, message: `${found}.`, expected: 'a table: rows and columns' }];
  const [rows] = shape;
  if (typeof rows === 'number' && rows > 1) {
    const message = `The input "${name}" takes exactly ${String(rows)} rows at a time.`;
    return [{ pointer, message, expected: 'an export with a dynamic batch size' }];
  }
  const width = shape.length === 1 ? 1 : shape[1];
  if (typeof width !== 'number' || width < 0 || width === features.length) return [];
  return [{ pointer, message: `${found}.`, expected: `${String(width)}, in the order in which the model was trained` }];
}

/** The runtime says nothing or a negative number where any size will do. */
function sizeOf(size: number | string): string {
  return size === '' || Number(size) < 0 ? 'any' : String(size);
}

function typeProblems(
  { name, type }: TensorPort,
  features: readonly string[],
  columns: readonly FeatureColumn[],
  pointer: string,
): readonly Problem[] {
  const takes = NUMBERS.includes(type) ? 'number' : 'category';
  if (takes === 'category' && type !== 'string') {
    return [{ pointer, message: `The input "${name}" takes ${type}.`, expected: `string, ${NUMBERS.join(', ')}` }];
  }
  return columns
    .filter((column) => features.includes(column.name) && column.type !== takes)
    .map((column) => ({
      pointer,
      message: `The input "${name}" takes ${takes === 'number' ? `numbers (${type})` : 'text'}, and "${column.name}" is a ${column.type}.`,
      expected: takes === 'number' ? 'a number, or a pipeline that encodes it inside' : 'a category',
    }));
}

/** A feature that goes nowhere is a mistake that scores would hide. */
function unusedFeatures(names: readonly string[], plans: readonly InputPlan[]): readonly Problem[] {
  const used = new Set(plans.flatMap(({ features }) => features));
  return names.flatMap((name, index) => {
    if (used.has(name)) return [];
    const message = `The feature "${name}" goes into no input of the model.`;
    return [
      {
        pointer: `/features/${String(index)}`,
        message,
        ...nearestOf(
          name,
          plans.map((plan) => plan.name),
        ),
      },
    ];
  });
}

function nearestOf(name: string, known: readonly string[]): Pick<Problem, 'nearest'> | object {
  const nearest = nearestName(name, known);
  return nearest === undefined ? {} : { nearest };
}
