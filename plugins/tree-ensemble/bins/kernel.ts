import { webAssembly, type WasmMemory } from './webassembly.js';

/**
 * The innermost loop of training as a WebAssembly function of some hundred bytes. One 32-bit word holds the bins of four
 * features; a row's pair of sums (16 bytes) is added to four cells of 16 bytes by one vector instruction each, which
 * measured four times the speed of the same loop in JavaScript. Additions happen in the same order as in
 * {@link accumulate}, so both give the same bits.
 *
 * @param words address of the four features' bins, one word a row
 * @param rows address of the row numbers, `end` the address behind the last; at least one row
 * @param pairs address of all rows' pairs
 * @param cells address of four times 256 cells
 */
export type Accumulate = (words: number, rows: number, end: number, pairs: number, cells: number) => void;

/** Four features' histograms. */
export const GROUP = 4;
/** A feature's histogram in bytes: 256 cells of two float64. */
export const HISTOGRAM_BYTES = 4096;

/** The compiled loop over a memory; null where the machine has no vector instructions. */
export function compileKernel(memory: WasmMemory): Accumulate | null {
  const bytes = moduleBytes();
  if (!webAssembly.validate(bytes)) return null;
  const { exports } = new webAssembly.Instance(new webAssembly.Module(bytes), { m: { m: memory } });
  return exports.f as Accumulate;
}

/** The same loop in plain JavaScript. */
export function plainKernel(memory: WasmMemory): Accumulate {
  const bytes = new Uint8Array(memory.buffer);
  const integers = new Int32Array(memory.buffer);
  const doubles = new Float64Array(memory.buffer);
  return (words, rows, end, pairs, cells) => {
    for (let at = rows >> 2; at < end >> 2; at++) {
      const row = integers[at] ?? 0;
      const pair = (pairs >> 3) + 2 * row;
      for (let lane = 0; lane < GROUP; lane++) {
        const cell = ((cells + lane * HISTOGRAM_BYTES) >> 3) + 2 * (bytes[words + GROUP * row + lane] ?? 0);
        doubles[cell] = (doubles[cell] ?? 0) + (doubles[pair] ?? 0);
        doubles[cell + 1] = (doubles[cell + 1] ?? 0) + (doubles[pair + 1] ?? 0);
      }
    }
  };
}

// Opcodes of the WebAssembly specification (release 2.0, binary format), those that the loop needs.
const I32 = 0x7f;
const V128 = 0x7b;
const LOOP = [0x03, 0x40];
const END = 0x0b;
const BRANCH_IF = [0x0d, 0];
const LOAD = [0x28, 2, 0];
const [ADD, AND, SHIFT_LEFT, SHIFT_RIGHT, BELOW] = [0x6a, 0x71, 0x74, 0x76, 0x49];
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
const constant = (value: number) => [0x41, ...signed(value)];
const loadPair = (offset: number) => [0xfd, 0x00, 4, ...unsigned(offset)];
const storePair = (offset: number) => [0xfd, 0x0b, 4, ...unsigned(offset)];
const ADD_PAIRS = [0xfd, ...unsigned(0xf0)];

/** Locals: the five parameters, then the bins' word, an address, and the row's pair. */
const [WORDS, ROWS, STOP, PAIRS, CELLS, WORD, ADDRESS, PAIR] = [0, 1, 2, 3, 4, 5, 6, 7];

function body(): number[] {
  return [
    ...[2, 2, I32, 1, V128],
    ...LOOP,
    // word = words[row]; pair = pairs[row]
    ...[...get(WORDS), ...get(ROWS), ...LOAD, ...tee(ADDRESS), ...constant(2), SHIFT_LEFT, ADD, ...LOAD, ...set(WORD)],
    ...[...get(PAIRS), ...get(ADDRESS), ...constant(4), SHIFT_LEFT, ADD, ...loadPair(0), ...set(PAIR)],
    ...[0, 1, 2, 3].flatMap(lane),
    ...[...get(ROWS), ...constant(4), ADD, ...tee(ROWS), ...get(STOP), BELOW, ...BRANCH_IF],
    END,
    END,
  ];
}

/** cells[lane][word's byte] += pair */
function lane(position: number): number[] {
  const shift = position === 0 ? [...constant(4), SHIFT_LEFT] : [...constant(8 * position - 4), SHIFT_RIGHT];
  const offset = position * HISTOGRAM_BYTES;
  return [
    ...[...get(CELLS), ...get(WORD), ...shift, ...constant(0xff0), AND, ADD, ...tee(ADDRESS)],
    ...[...get(ADDRESS), ...loadPair(offset), ...get(PAIR), ...ADD_PAIRS, ...storePair(offset)],
  ];
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const code = body();
  return Uint8Array.of(
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, I32, I32, I32, I32, I32, 0]),
    // The memory "m" of the module "m", of one page at least.
    ...section(2, [1, 1, 0x6d, 1, 0x6d, 2, 0, 1]),
    ...section(3, [1, 0]),
    // The function "f".
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  );
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value < 64 && value >= -64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}
