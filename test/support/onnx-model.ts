/**
 * Writes small ONNX models, so that tests need no Python: protocol buffers by hand, with the field numbers of onnx.proto.
 * Independent of the plugin's own reading of them.
 */

/** A value between two nodes, or an input or output of the graph. */
export interface Port {
  readonly name: string;
  readonly type: keyof typeof TYPES | 'list of maps';
  /** A number, or a name where it is any. */
  readonly shape: readonly (number | string)[];
}

export interface Node {
  readonly operator: string;
  /** `ai.onnx.ml` for classic machine learning. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}
type Attribute =
  | { readonly float: number }
  | { readonly int: number }
  | { readonly text: string }
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] }
  | { readonly texts: readonly string[] }
  /** The body of a loop or of a branch. */
  | { readonly graph: Graph };

/** A constant of the model, 32-bit floats. */
interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface Graph {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly nodes: readonly Node[];
  readonly constants?: readonly Constant[];
}

const TYPES = { float32: 1, int32: 6, int64: 7, string: 8, bool: 9, float64: 11 } as const;

/** The bytes of an `.onnx` file. */
export function onnxModel(graph: Graph): Uint8Array {
  const domains = [
    ['', 17],
    ['ai.onnx.ml', 3],
  ] as const;
  const imports = domains.map(([domain, version]) => bytes(8, message(text(1, domain), int(2, version))));
  return Uint8Array.from(message(int(1, 8), text(2, 'strata tests'), bytes(7, graphOf(graph)), ...imports));
}

function graphOf({ inputs, outputs, nodes, constants = [] }: Graph): Bytes {
  return message(
    ...nodes.map((node) => bytes(1, nodeOf(node))),
    text(2, 'graph'),
    ...constants.map((constant) => bytes(5, tensorOf(constant))),
    ...inputs.map((port) => bytes(11, portOf(port))),
    ...outputs.map((port) => bytes(12, portOf(port))),
  );
}

function nodeOf({ operator, domain = '', inputs, outputs, attributes = {} }: Node): Bytes {
  return message(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(3, `${operator} of ${outputs.join(', ')}`),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, attributeOf(name, value))),
    text(7, domain),
  );
}

function attributeOf(name: string, value: Attribute): Bytes {
  if ('float' in value) return message(text(1, name), float(2, value.float), int(20, 1));
  if ('graph' in value) return message(text(1, name), bytes(6, graphOf(value.graph)), int(20, 5));
  if ('int' in value) return message(text(1, name), int(3, value.int), int(20, 2));
  if ('text' in value) return message(text(1, name), text(4, value.text), int(20, 3));
  if ('floats' in value) return message(text(1, name), ...value.floats.map((one) => float(7, one)), int(20, 6));
  if ('ints' in value) return message(text(1, name), ...value.ints.map((one) => int(8, one)), int(20, 7));
  return message(text(1, name), ...value.texts.map((one) => text(9, one)), int(20, 8));
}

function tensorOf({ name, shape, values }: Constant): Bytes {
  return message(
    ...shape.map((size) => int(1, size)),
    int(2, TYPES.float32),
    ...values.map((value) => float(4, value)),
    text(8, name),
  );
}

function portOf({ name, type, shape }: Port): Bytes {
  return message(text(1, name), bytes(2, type === 'list of maps' ? listOfMaps() : tensorType(TYPES[type], shape)));
}

function tensorType(type: number, shape: Port['shape']): Bytes {
  const dimensions = shape.map((size) =>
    bytes(1, typeof size === 'number' ? message(int(1, size)) : message(text(2, size))),
  );
  return message(bytes(1, message(int(1, type), bytes(2, message(...dimensions)))));
}

/** What `ZipMap` gives: for each row a map of classes to probabilities. */
function listOfMaps(): Bytes {
  const map = message(int(1, TYPES.int64), bytes(2, tensorType(TYPES.float32, [])));
  return message(bytes(4, message(bytes(1, message(bytes(5, map))))));
}

type Bytes = readonly number[];

function message(...fields: readonly Bytes[]): Bytes {
  return fields.flat();
}

function int(field: number, value: number): Bytes {
  return [...varint(field * 8), ...varint(value)];
}

function float(field: number, value: number): Bytes {
  return [...varint(field * 8 + 5), ...new Uint8Array(Float32Array.of(value).buffer)];
}

function text(field: number, value: string): Bytes {
  return bytes(field, [...new TextEncoder().encode(value)]);
}

function bytes(field: number, content: Bytes): Bytes {
  return [...varint(field * 8 + 2), ...varint(content.length), ...content];
}

function varint(value: number): Bytes {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
