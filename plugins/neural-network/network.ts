/** A dense layer, input × output weights row-major. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** Rectified hidden layers and one linear output; `target` turns the output into the label's scale. */
export interface Network {
  readonly layers: readonly Layer[];
  readonly target: Target;
}

/** Binary: sigmoid of the output. Regression: mean + deviation × output. */
export type Target =
  { readonly kind: 'probability' } | { readonly kind: 'value'; readonly mean: number; readonly deviation: number };

/** A network's parameters as one array, with its layers as views into it. */
export interface Parameters {
  readonly flat: Float32Array;
  readonly layers: readonly Layer[];
}

/** The layers of the given widths (inputs, hidden …, 1) over one array, which is new unless given. */
export function parametersOf(widths: readonly number[], given?: Float32Array): Parameters {
  const shapes = widths.slice(1).map((outputs, index) => ({ inputs: widths[index] ?? 0, outputs }));
  const size = shapes.reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
  const flat = given ?? new Float32Array(size);
  let at = 0;
  const take = (length: number) => flat.subarray(at, (at += length));
  const layers = shapes.map(({ inputs, outputs }) => ({
    inputs,
    outputs,
    weights: take(inputs * outputs),
    biases: take(outputs),
  }));
  return { flat, layers };
}

/** The output on the label's scale. */
export function toTarget(target: Target, output: number): number {
  if (target.kind === 'value') return target.mean + target.deviation * output;
  return 1 / (1 + Math.exp(-output));
}

/** A JSON header's length (u32), the header, and the parameters (f32), little-endian. */
export function save({ layers, target }: Network): Uint8Array {
  const widths = [layers[0]?.inputs ?? 0, ...layers.map(({ outputs }) => outputs)];
  const header = new TextEncoder().encode(JSON.stringify({ widths, target }));
  const parameters = layers.flatMap(({ weights, biases }) => [...weights, ...biases]);
  const bytes = new Uint8Array(4 + header.length + parameters.length * 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, header.length, true);
  bytes.set(header, 4);
  parameters.forEach((value, index) => {
    view.setFloat32(4 + header.length + index * 4, value, true);
  });
  return bytes;
}

/** The inverse of {@link save}. */
export function load(bytes: Uint8Array): Network {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 4 + view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, start))) as { widths: number[]; target: Target };
  const count = (bytes.length - start) / 4;
  const flat = Float32Array.from({ length: count }, (_, index) => view.getFloat32(start + index * 4, true));
  return { layers: parametersOf(header.widths, flat).layers, target: header.target };
}
