import { type EncodedFrame } from '#sdk';
import { type Kernel, LANES, openKernel } from './kernel.js';
import { type Layer, type Network, toTarget } from './network.js';

/** Rows that are in the kernel's memory at once. */
const ROWS = 256;
const DOUBLE = 8;
const SINGLE = 4;

/**
 * Scores rows by plain arithmetic, one way for one row and for many, so that a decision and a campaign agree to the last
 * bit: each unit is its bias and then its inputs, one after the other. Inputs that are zero (one-hot columns, rectified
 * units) cost nothing.
 */
export function score(network: Network, { values, rows }: EncodedFrame, out: Float64Array): void {
  const known = arranged.get(network) ?? new Arranged(network.layers);
  arranged.set(network, known);
  for (let start = 0; start < rows; start += ROWS) {
    const count = Math.min(ROWS, rows - start);
    known.take(values, start, count);
    for (let row = 0; row < count; row++) out[start + row] = toTarget(network.target, known.output(row));
  }
}

const arranged = new WeakMap<Network, Arranged>();

/** A layer in the kernel's memory: places of bytes. */
interface PlacedLayer {
  readonly inputs: number;
  readonly weights: number;
  readonly biases: number;
  readonly groups: number;
  /** Bytes of a group's weights. */
  readonly stride: number;
}

/** A network in the memory of a kernel, with room for some rows, and for the inputs and the units of one layer. */
class Arranged {
  readonly #kernel: Kernel;
  readonly #layers: readonly PlacedLayer[];
  readonly #width: number;
  readonly #units: Float64Array;
  /** Where in memory the lists of inputs, and the rows, stand. */
  readonly #places: number;
  readonly #values: number;
  readonly #rows: Float32Array;

  constructor(layers: readonly Layer[]) {
    this.#width = layers[0]?.inputs ?? 0;
    const most = 1 + Math.max(...layers.flatMap(({ inputs, outputs }) => [inputs, LANES * groupsOf(outputs)]));
    this.#values = most * DOUBLE;
    this.#places = 2 * most * DOUBLE;
    const rows = 3 * most * DOUBLE;
    this.#layers = placed(layers, rows + aligned(ROWS * this.#width * SINGLE));
    this.#kernel = openKernel(endOf(this.#layers));
    const { memory } = this.#kernel;
    this.#units = new Float64Array(memory, 0, most);
    this.#rows = new Float32Array(memory, rows, ROWS * this.#width);
    layers.forEach((layer, index) => {
      const place = this.#layers[index];
      if (place !== undefined) put(memory, layer, place);
    });
  }

  /** Takes the inputs of some rows. */
  take(frame: Float32Array, start: number, count: number): void {
    this.#rows.set(frame.subarray(start * this.#width, (start + count) * this.#width));
  }

  /** The network's output for one of them, before its target. */
  output(row: number): number {
    const { listInputs, listUnits, sumUnits } = this.#kernel;
    const [layers, units, places, values] = [this.#layers, this.#units, this.#places, this.#values];
    const from = this.#rows.byteOffset + row * this.#width * SINGLE;
    let count = listInputs(from, this.#width, places, values);
    for (let index = 0; index < layers.length; index++) {
      const layer = layers[index] as PlacedLayer;
      if (index > 0) count = listUnits(0, layer.inputs, places, values);
      sumUnits(layer.weights, layer.biases, 0, layer.groups, layer.stride, places, values, count);
    }
    return units[0] ?? Number.NaN;
  }
}

function placed(layers: readonly Layer[], start: number): readonly PlacedLayer[] {
  let end = start;
  return layers.map(({ inputs, outputs }) => {
    const groups = groupsOf(outputs);
    const stride = inputs * LANES * DOUBLE;
    const weights = end;
    const biases = weights + groups * stride;
    end = biases + groups * LANES * DOUBLE;
    return { inputs, weights, biases, groups, stride };
  });
}

function endOf(layers: readonly PlacedLayer[]): number {
  const last = layers.at(-1);
  return last === undefined ? 0 : last.biases + last.groups * LANES * DOUBLE;
}

function put(memory: ArrayBuffer, { inputs, outputs, weights, biases }: Layer, place: PlacedLayer): void {
  const own = new Float64Array(memory, place.weights, place.groups * inputs * LANES);
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++) {
      const group = Math.floor(o / LANES);
      own[(group * inputs + i) * LANES + (o % LANES)] = weights[i * outputs + o] ?? 0;
    }
  }
  new Float64Array(memory, place.biases, outputs).set(biases);
}

/** Units are padded to whole groups with such that nothing reads. */
function groupsOf(outputs: number): number {
  return Math.ceil(outputs / LANES);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / DOUBLE) * DOUBLE;
}
