import { open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { type OptionBlock } from '#strata/engine/allocation';
import { type OfferOptions } from '#strata/engine/columns';
import { PackedTexts } from '#strata/kernel/texts';
import { StrataError } from '#sdk';
import { type HeldCount } from './held-people.js';

/** The people of a block who may get an offer, as they are allocated: one entry a row. */
export interface SpilledOptions extends OptionBlock {
  /** Places in the strategy's arms; 255 where there are none. */
  readonly arm: Uint8Array;
  /** 1: held out. */
  readonly heldOut: Uint8Array;
}

/** The same with what the list says of them, and what was counted of all people of the block. */
export interface SpilledBlock extends SpilledOptions {
  readonly counts: BlockCounts;
  readonly ids: PackedTexts;
  /** Places in the selectors. */
  readonly selector: Uint8Array;
  readonly propensity: Float64Array;
  /** Of each offer of the strategy. */
  readonly figures: readonly OfferMoney[];
}

type OfferMoney = Omit<OfferOptions, 'eligible'>;

/** What became of all people of a block. */
export interface BlockCounts {
  readonly people: number;
  /** By the first thing that stops those who cannot get any offer. */
  readonly stopped: Readonly<Record<string, number>>;
  /** Whom the contact policy holds back; absent without one. */
  readonly held?: readonly HeldCount[];
  /** Scores that models could not give, by model. */
  readonly failures: Readonly<Record<string, number>>;
}

/** What stands before the arrays, behind the numbers of bytes of it and of all that is allocated by. */
interface SpillHead {
  readonly counts: BlockCounts;
  readonly rows: number;
  readonly offers: number;
  readonly hasSurplus: boolean;
}

const ALIGNMENT = 8;
const LENGTHS = 8;

type Numbers = Uint8Array | Uint32Array | Float64Array;

/** Writes a block; the file is there when all of it is. */
export async function writeBlock(path: string, block: SpilledBlock): Promise<void> {
  const temporary = `${path}.part`;
  await writeFile(temporary, blockToBytes(block));
  await rename(temporary, path);
}

/** A block as bytes. */
export function blockToBytes(block: SpilledBlock): Uint8Array {
  const { counts, rows, ids, value, surplus, figures } = block;
  const head: SpillHead = { counts, rows, offers: value.length, hasSurplus: surplus !== undefined };
  const words = Buffer.from(JSON.stringify(head));
  const allocated = [block.arm, block.heldOut, block.keys, block.quotas, ...value, ...(surplus ?? [])];
  const listed = [
    ...[block.selector, block.propensity],
    ...figures.flatMap(({ conversion, natural, cost, profit }) => [conversion, natural, cost, profit]),
    ...[ids.starts, ids.bytes],
  ];
  const first = [padded(Buffer.concat([Buffer.alloc(LENGTHS), words])), ...allocated.map(bytesOf).map(padded)];
  const lengths = new DataView(first[0]?.buffer ?? new ArrayBuffer(0), first[0]?.byteOffset);
  lengths.setUint32(0, words.length, true);
  lengths.setUint32(
    4,
    first.reduce((sum, { length }) => sum + length, 0),
    true,
  );
  return Buffer.concat([...first, ...listed.map(bytesOf).map(padded)]);
}

/** Whether a block is complete. */
export async function hasBlock(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** What was counted of a block. */
export async function readCounts(path: string): Promise<BlockCounts> {
  return new SpillReader(await readStart(path)).head.counts;
}

/** What a block is allocated by. */
export async function readOptions(path: string): Promise<SpilledOptions> {
  return optionsFromBytes(await readStart(path));
}

/** The same of a block's bytes, or of their part that it is allocated by. */
export function optionsFromBytes(bytes: Uint8Array): SpilledOptions {
  return new SpillReader(bytes).options();
}

/** The inverse of {@link writeBlock}. */
export async function readBlock(path: string): Promise<SpilledBlock> {
  return blockFromBytes(await readFile(path));
}

/** The inverse of {@link blockToBytes}. */
export function blockFromBytes(bytes: Uint8Array): SpilledBlock {
  const reader = new SpillReader(bytes);
  const { counts, rows, offers } = reader.head;
  return {
    ...reader.options(),
    counts,
    selector: reader.take(Uint8Array, rows),
    propensity: reader.take(Float64Array, rows),
    figures: Array.from({ length: offers }, () => ({
      conversion: reader.take(Float64Array, rows),
      natural: reader.take(Float64Array, rows),
      cost: reader.take(Float64Array, rows),
      profit: reader.take(Float64Array, rows),
    })),
    ids: reader.texts(rows),
  };
}

/** The part of the file that is allocated by. */
async function readStart(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const lengths = Buffer.alloc(LENGTHS);
    await file.read(lengths, 0, LENGTHS, 0);
    const start = Buffer.from(new ArrayBuffer(lengths.readUInt32LE(4)));
    await file.read(start, 0, start.length, 0);
    return start;
  } finally {
    await file.close();
  }
}

class SpillReader {
  readonly head: SpillHead;
  readonly #bytes: Uint8Array;
  #at = LENGTHS;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes.byteOffset % ALIGNMENT === 0 ? bytes : Uint8Array.from(bytes);
    const length = new DataView(this.#bytes.buffer, this.#bytes.byteOffset).getUint32(0, true);
    this.head = headIn(this.text(length));
  }

  options(): SpilledOptions {
    const { rows, offers, hasSurplus } = this.head;
    const column = (): Float64Array => this.take(Float64Array, rows);
    return {
      rows,
      arm: this.take(Uint8Array, rows),
      heldOut: this.take(Uint8Array, rows),
      keys: this.take(Uint32Array, rows),
      quotas: this.take(Uint32Array, rows),
      value: Array.from({ length: offers }, column),
      ...(hasSurplus ? { surplus: Array.from({ length: offers }, column) } : {}),
    };
  }

  text(length: number): string {
    const part = Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + this.#at, length).toString();
    this.#at = aligned(this.#at + length);
    return part;
  }

  texts(length: number): PackedTexts {
    const starts = this.take(Uint32Array, length + 1);
    return new PackedTexts(this.take(Uint8Array, starts[length] ?? 0), starts);
  }

  take<A extends Numbers>(type: NumbersType<A>, length: number): A {
    const array = new type(this.#bytes.buffer, this.#bytes.byteOffset + this.#at, length);
    this.#at = aligned(this.#at + length * type.BYTES_PER_ELEMENT);
    return array;
  }
}

/** Threads read it, too: checked without the schemas that they would have to load. @throws StrataError INTERNAL */
function headIn(text: string): SpillHead {
  const head = JSON.parse(text) as { readonly [Name in keyof SpillHead]?: unknown } | null;
  const { rows, offers, hasSurplus, counts } = head ?? {};
  const isHead = Number.isInteger(rows) && Number.isInteger(offers) && typeof hasSurplus === 'boolean';
  if (isHead && areCounts(counts)) return head as SpillHead;
  throw new StrataError('INTERNAL', 'A block of people is not as it was written.');
}

function areCounts(value: unknown): value is BlockCounts {
  const { people, stopped, failures } = (value ?? {}) as { readonly [Name in keyof BlockCounts]?: unknown };
  return typeof people === 'number' && typeof stopped === 'object' && typeof failures === 'object';
}

interface NumbersType<A> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, offset: number, length: number): A;
}

function padded(bytes: Uint8Array): Uint8Array {
  const rest = aligned(bytes.length) - bytes.length;
  return rest === 0 ? bytes : Buffer.concat([bytes, new Uint8Array(rest)]);
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function bytesOf({ buffer, byteOffset, byteLength }: Numbers): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
