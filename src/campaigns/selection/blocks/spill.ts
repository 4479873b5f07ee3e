import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { type OfferOptions } from '#strata/engine/columns';

/** The people of a block who may get an offer, and what was counted of all of its people: one entry a row. */
export interface SpilledBlock {
  readonly counts: BlockCounts;
  readonly rows: number;
  readonly ids: readonly string[];
  /** Places in the strategy's arms; 255 where there are none. */
  readonly arm: Uint8Array;
  /** 1: held out. */
  readonly heldOut: Uint8Array;
  /** Places in the selectors. */
  readonly selector: Uint8Array;
  readonly propensity: Float64Array;
  /** Bit q: the person is of the segment of quota q. */
  readonly quotas: Uint32Array;
  /** The offer that is best for the person. */
  readonly offer: Int16Array;
  /** Of each offer of the strategy. */
  readonly offers: readonly OfferOptions[];
}

/** What became of all people of a block. */
export interface BlockCounts {
  readonly people: number;
  /** By the first thing that stops those who cannot get any offer. */
  readonly stopped: Readonly<Record<string, number>>;
  /** Scores that models could not give, by model. */
  readonly failures: Readonly<Record<string, number>>;
}

const ALIGNMENT = 8;
const LENGTH_BYTES = 4;
const NUMBERS = ['arm', 'heldOut', 'selector', 'propensity', 'quotas', 'offer'] as const;
const FIGURES = ['eligible', 'conversion', 'natural', 'cost', 'profit'] as const;

type Numbers = Uint8Array | Int16Array | Uint32Array | Float64Array;

/** Writes a block; the file is there when all of it is. */
export async function writeBlock(path: string, block: SpilledBlock): Promise<void> {
  const texts = Buffer.from(block.ids.join('\0'));
  const arrays = [
    ...NUMBERS.map((name) => block[name]),
    ...block.offers.flatMap((offer) => FIGURES.map((name) => offer[name])),
  ];
  const head = Buffer.from(
    JSON.stringify({ counts: block.counts, rows: block.rows, offers: block.offers.length, texts: texts.length }),
  );
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(head.length);
  const parts = [
    padded(Buffer.concat([length, head])),
    padded(texts),
    ...arrays.map((array) => padded(bytesOf(array))),
  ];
  const temporary = `${path}.part`;
  await writeFile(temporary, Buffer.concat(parts));
  await rename(temporary, path);
}

/** Whether a block is complete. */
export async function hasBlock(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** The inverse of {@link writeBlock}. */
export async function readBlock(path: string): Promise<SpilledBlock> {
  const bytes = await readFile(path);
  const reader = new SpillReader(bytes.byteOffset % ALIGNMENT === 0 ? bytes : Uint8Array.from(bytes));
  const { counts, rows, offers, texts } = reader.head();
  const text = reader.text(texts);
  return {
    counts,
    rows,
    ids: rows === 0 ? [] : text.split('\0'),
    arm: reader.take(Uint8Array, rows),
    heldOut: reader.take(Uint8Array, rows),
    selector: reader.take(Uint8Array, rows),
    propensity: reader.take(Float64Array, rows),
    quotas: reader.take(Uint32Array, rows),
    offer: reader.take(Int16Array, rows),
    offers: Array.from({ length: offers }, () => ({
      eligible: reader.take(Uint8Array, rows),
      conversion: reader.take(Float64Array, rows),
      natural: reader.take(Float64Array, rows),
      cost: reader.take(Float64Array, rows),
      profit: reader.take(Float64Array, rows),
    })),
  };
}

interface SpillHead {
  readonly counts: BlockCounts;
  readonly rows: number;
  readonly offers: number;
  /** Bytes of all ids. */
  readonly texts: number;
}

class SpillReader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  head(): SpillHead {
    const length = new DataView(this.bytes.buffer, this.bytes.byteOffset).getUint32(0, true);
    this.#at = LENGTH_BYTES;
    return JSON.parse(this.text(length)) as SpillHead;
  }

  text(length: number): string {
    const part = Buffer.from(this.bytes.buffer, this.bytes.byteOffset + this.#at, length).toString();
    this.#at = aligned(this.#at + length);
    return part;
  }

  take<A extends Numbers>(type: NumbersType<A>, length: number): A {
    const array = new type(this.bytes.buffer, this.bytes.byteOffset + this.#at, length);
    this.#at = aligned(this.#at + length * type.BYTES_PER_ELEMENT);
    return array;
  }
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
