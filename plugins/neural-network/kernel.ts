/** Units that are summed up side by side: four pairs of doubles. */
export const LANES = 8;

/**
 * Sums up units over inputs, in memory of its own: all arguments are bytes or places of bytes in it.
 *
 * @param weights of groups of {@link LANES} units, `stride` bytes each: an input's stand side by side
 * @param biases of all units, to which the products are added, one input after the other
 * @param units where the sums are put
 * @param groups at least one
 * @param places where each input's weights stand in a group, 32 bits each
 * @param values the inputs, 64 bits each
 * @param count how many inputs
 */
type SumUnits = (
  weights: number,
  biases: number,
  units: number,
  groups: number,
  stride: number,
  places: number,
  values: number,
  count: number,
) => void;

/**
 * Lists numbers that are not zero, or of units those above zero, with the place of each one's weights; as {@link SumUnits}
 * takes them. There must be room for one more than there are numbers.
 *
 * @param from where the numbers stand @param count how many there are
 * @returns how many were listed
 */
type ListInputs = (from: number, count: number, places: number, values: number) => number;

/** Memory and the code that works on it. */
export interface Kernel {
  readonly memory: ArrayBuffer;
  readonly sumUnits: SumUnits;
  /** Of numbers of 32 bits. */
  readonly listInputs: ListInputs;
  /** Of units: those below zero are zero. */
  readonly listUnits: ListInputs;
}

/** As much of WebAssembly as is needed here: it is there wherever Node.js is, but not in its types. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: KernelExports };
}

/** What the module exports, in the order of its functions. */
interface KernelExports {
  readonly s: SumUnits;
  readonly i: ListInputs;
  readonly u: ListInputs;
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
const PAGE = 65_536;
let compiled: object | undefined;

/**
 * A kernel with so many bytes of memory. WebAssembly multiplies and adds pairs of doubles just as JavaScript does single
 * ones, rounding after each step, so that its sums are those of plain arithmetic to the last bit, in a quarter of the time.
 */
export function openKernel(bytes: number): Kernel {
  compiled ??= new WebAssembly.Module(Uint8Array.from(moduleBytes()));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new WebAssembly.Instance(compiled, { m: { m: memory } });
  return { memory: memory.buffer, sumUnits: exports.s, listInputs: exports.i, listUnits: exports.u };
}

/** Instructions of WebAssembly (https://webassembly.github.io/spec/core/binary/). */
const I32 = 0x7f;
const V128 = 0x7b;
const F64 = 0x7c;
const END = 0x0b;
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const constant = (value: number): number[] => [0x41, ...signed(value)];
const add = (local: number, bytes: number[]): number[] => [...get(local), ...bytes, 0x6a, ...set(local)];
const loadPair = (offset: number): number[] => [0xfd, 0x00, 3, offset];
const storePair = (offset: number): number[] => [0xfd, 0x0b, 3, offset];
const LOAD_TWICE = [0xfd, 0x0a, 3, 0];
const ADD_PAIRS = [0xfd, 0xf0, 0x01];
const MULTIPLY_PAIRS = [0xfd, 0xf2, 0x01];
const LOAD_I32 = [0x28, 2, 0];

const PARAMETERS = 8;
const [WEIGHTS, BIASES, UNITS, GROUPS, STRIDE, PLACES, VALUES, COUNT] = [0, 1, 2, 3, 4, 5, 6, 7];
const [PLACE, VALUE, LEFT, AT, INPUT] = [8, 9, 10, 11, 12];
const SUMS = [13, 14, 15, 16];
const PAIR = 16;

function sumCode(): number[] {
  const sums = SUMS.map((sum, pair) => ({ sum, offset: pair * PAIR }));
  const inputs = [
    ...[...get(LEFT), 0x45, 0x0d, 1], // leave the block where none is left
    ...[...get(VALUE), ...LOAD_TWICE, ...set(INPUT)],
    ...[...get(WEIGHTS), ...get(PLACE), ...LOAD_I32, 0x6a, ...set(AT)],
    ...sums.flatMap(({ sum, offset }) => [
      ...[...get(sum), ...get(INPUT), ...get(AT), ...loadPair(offset)],
      ...[...MULTIPLY_PAIRS, ...ADD_PAIRS, ...set(sum)],
    ]),
    ...[...add(PLACE, constant(4)), ...add(VALUE, constant(8)), ...add(LEFT, constant(-1))],
    ...[0x0c, 0], // the next input
  ];
  const group = [
    ...sums.flatMap(({ sum, offset }) => [...get(BIASES), ...loadPair(offset), ...set(sum)]),
    ...[...get(PLACES), ...set(PLACE), ...get(VALUES), ...set(VALUE), ...get(COUNT), ...set(LEFT)],
    ...[0x02, 0x40, 0x03, 0x40, ...inputs, END, END],
    ...sums.flatMap(({ sum, offset }) => [...get(UNITS), ...get(sum), ...storePair(offset)]),
    ...[...add(WEIGHTS, get(STRIDE)), ...add(BIASES, constant(8 * LANES)), ...add(UNITS, constant(8 * LANES))],
    ...[...add(GROUPS, constant(-1)), ...get(GROUPS), 0x0d, 0], // the next group, if there is one
  ];
  const locals = [2, 4, I32, 1 + SUMS.length, V128];
  return [...locals, 0x03, 0x40, ...group, END, END];
}

const [FROM, NUMBERS, PLACES_LIST, VALUES_LIST] = [0, 1, 2, 3];
const [NEXT_PLACE, NEXT_VALUE, WEIGHTS_AT, IS_LISTED, NUMBER] = [4, 5, 6, 7, 8];

/** Each number is written, and the next one over it where it does not count: a branch would often be guessed wrongly. */
function listCode(load: number[], bytes: number, isListed: number[]): number[] {
  const next = (local: number, shift: number): number[] => add(local, [...get(IS_LISTED), ...constant(shift), 0x74]);
  const numbers = [
    ...[...get(FROM), ...load, ...set(NUMBER)],
    ...[...get(NEXT_PLACE), ...get(WEIGHTS_AT), 0x36, 2, 0],
    ...[...get(NEXT_VALUE), ...get(NUMBER), 0x39, 3, 0],
    ...[...get(NUMBER), 0x44, 0, 0, 0, 0, 0, 0, 0, 0, ...isListed, ...set(IS_LISTED)],
    ...[...next(NEXT_PLACE, 2), ...next(NEXT_VALUE, 3)],
    ...[...add(FROM, constant(bytes)), ...add(WEIGHTS_AT, constant(8 * LANES))],
    ...[...add(NUMBERS, constant(-1)), ...get(NUMBERS), 0x0d, 0], // the next number, if there is one
  ];
  return [
    ...[2, 4, I32, 1, F64],
    ...[...get(PLACES_LIST), ...set(NEXT_PLACE), ...get(VALUES_LIST), ...set(NEXT_VALUE)],
    ...[0x03, 0x40, ...numbers, END],
    ...[...get(NEXT_PLACE), ...get(PLACES_LIST), 0x6b, ...constant(2), 0x76, END],
  ];
}

const LOAD_F32_AS_F64 = [0x2a, 2, 0, 0xbb];
const LOAD_F64 = [0x2b, 3, 0];
const IS_NOT = [0x62];
const IS_NOT_BELOW_OR_AT = [0x65, 0x45];

function moduleBytes(): number[] {
  const codes = [sumCode(), listCode(LOAD_F32_AS_F64, 4, IS_NOT), listCode(LOAD_F64, 8, IS_NOT_BELOW_OR_AT)];
  const integers = (count: number): number[] => [count, ...new Array<number>(count).fill(I32)];
  const exported = ['s', 'i', 'u'].flatMap((name, index) => [1, name.charCodeAt(0), 0x00, index]);
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, 0x60, ...integers(PARAMETERS), 0, 0x60, ...integers(4), 1, I32]),
    ...section(2, [1, 1, 0x6d, 1, 0x6d, 0x02, 0x00, 1]), // the memory m.m, of a page at least
    ...section(3, [3, 0, 1, 1]),
    ...section(7, [3, ...exported]),
    ...section(10, [3, ...codes.flatMap((body) => [...unsigned(body.length), ...body])]),
  ];
}

function section(id: number, content: number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const last = value >= -0x40 && value < 0x40;
  return last ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
