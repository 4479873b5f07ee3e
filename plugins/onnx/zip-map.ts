import { concat, type Field, readFields, writeField, writeNumber } from './wire.js';

/** A model whose outputs are tensors. */
export interface TensorModel {
  readonly bytes: Uint8Array;
  /** The new names of outputs that were lists of maps. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Field numbers of onnx.proto. */
const MODEL_GRAPH = 7;
const GRAPH = { node: 1, output: 12 } as const;
const NODE = { input: 1, output: 2, operator: 4 } as const;
const VALUE = { name: 1, type: 2 } as const;
const FLOAT = 1;

/**
 * Exports of scikit-learn and LightGBM end in `ZipMap`: it turns the matrix of probabilities into one map a row, which the
 * runtime cannot hand to JavaScript and which costs more than the model. This takes it away, so that the matrix itself is
 * the output. Other models stay as they are, byte for byte.
 *
 * @throws Error where the bytes are no ONNX model
 */
export function withoutZipMap(model: Uint8Array): TensorModel {
  const fields = readFields(model);
  const graph = fields.find(({ number }) => number === MODEL_GRAPH)?.content;
  if (!graph) throw new Error('there is no graph in it');
  const parts = readFields(graph);
  const renamed = new Map(parts.flatMap(zipMapOf));
  if (renamed.size === 0) return { bytes: model, renamed };
  const kept = parts.filter((part) => zipMapOf(part).length === 0).map((part) => withTensorOutput(part, renamed));
  const bytes = concat(
    fields.map((field) => (field.number === MODEL_GRAPH ? writeField(MODEL_GRAPH, concat(kept)) : field.bytes)),
  );
  return { bytes, renamed };
}

/** The output and the input of a ZipMap node; nothing of any other part of the graph. */
function zipMapOf({ number, content }: Field): readonly (readonly [string, string])[] {
  if (number !== GRAPH.node || content === null) return [];
  const fields = readFields(content);
  if (textOf(fields, NODE.operator) !== 'ZipMap') return [];
  return [[textOf(fields, NODE.output), textOf(fields, NODE.input)]];
}

function withTensorOutput({ number, content, bytes }: Field, renamed: ReadonlyMap<string, string>): Uint8Array {
  if (number !== GRAPH.output || content === null) return bytes;
  const name = renamed.get(textOf(readFields(content), VALUE.name));
  if (name === undefined) return bytes;
  const tensor = writeField(1, writeNumber(1, FLOAT));
  return writeField(
    number,
    concat([writeField(VALUE.name, new TextEncoder().encode(name)), writeField(VALUE.type, tensor)]),
  );
}

function textOf(fields: readonly Field[], number: number): string {
  const content = fields.find((field) => field.number === number)?.content;
  return content ? new TextDecoder().decode(content) : '';
}
