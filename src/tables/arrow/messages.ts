import { StrataError } from '#sdk';

/** An Arrow message with its prefix and body, in memory of its own. */
export interface ArrowMessage {
  readonly kind: 'schema' | 'dictionary' | 'batch';
  readonly bytes: Uint8Array;
}

/** How Arrow numbers the kinds of messages: https://arrow.apache.org/docs/format/Columnar.html, Message.fbs. */
const KINDS = { 1: 'schema', 2: 'dictionary', 3: 'batch' } as const;
const CONTINUATION = 0xff_ff_ff_ff;
const FILE_MAGIC = 'ARROW1';

/**
 * The messages of an Arrow stream, or of an Arrow file, which holds one, as they come in. No more than one is held.
 *
 * @param maxBytes the largest message that is taken
 * @throws StrataError BAD_FILE where it is no Arrow, ends before its end mark, or has a larger message
 */
export async function* arrowMessages(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<ArrowMessage, void> {
  const queue = new ByteQueue(source);
  if (await isFile(queue)) queue.take(8);
  for (;;) {
    const prefix = await take(queue, 8);
    const view = viewOf(prefix);
    if (view.getUint32(0, true) !== CONTINUATION) throw badArrow('it is no Arrow stream of version 0.15 or later');
    const headBytes = view.getInt32(4, true);
    if (headBytes === 0) return;
    checkSize(headBytes, maxBytes);
    const head = await take(queue, headBytes);
    const { kind, bodyBytes } = readHead(head);
    checkSize(bodyBytes, maxBytes);
    const body = await take(queue, bodyBytes);
    // Typed arrays are views of the body: it must begin at a multiple of 8, as it does after a head of the format's length.
    const bytes = new Uint8Array(8 + headBytes + bodyBytes);
    bytes.set(prefix);
    bytes.set(head, 8);
    bytes.set(body, 8 + headBytes);
    yield { kind, bytes };
  }
}

/** What cannot be read as Arrow. */
export function badArrow(message: string): StrataError {
  return new StrataError('BAD_FILE', `The Arrow data cannot be read: ${message}.`);
}

async function isFile(queue: ByteQueue): Promise<boolean> {
  if (!(await queue.has(8))) throw badArrow('it has no beginning');
  return new TextDecoder().decode(queue.peek(FILE_MAGIC.length)) === FILE_MAGIC;
}

async function take(queue: ByteQueue, bytes: number): Promise<Uint8Array> {
  if (!(await queue.has(bytes))) throw badArrow('it ends before its end mark');
  return queue.take(bytes);
}

function checkSize(bytes: number, maxBytes: number): void {
  if (bytes < 0 || bytes % 8 !== 0) throw badArrow('a message has an impossible length');
  if (bytes <= maxBytes) return;
  const megabytes = (size: number): string => String(Math.ceil(size / 1_000_000));
  throw badArrow(
    `a batch takes ${megabytes(bytes)} MB, and no more than ${megabytes(maxBytes)} MB are taken: write fewer rows a batch`,
  );
}

/** The fields of a flatbuffer's root table that say what the message is and how long its body. */
function readHead(head: Uint8Array): { readonly kind: ArrowMessage['kind']; readonly bodyBytes: number } {
  const view = viewOf(head);
  try {
    const table = view.getInt32(0, true);
    const fields = table - view.getInt32(table, true);
    const size = view.getUint16(fields, true);
    const fieldAt = (place: number): number => (place < size ? view.getUint16(fields + place, true) : 0);
    const [type, body] = [fieldAt(6), fieldAt(10)];
    const kind = type === 0 ? undefined : KINDS[view.getUint8(table + type) as keyof typeof KINDS];
    if (kind === undefined) throw badArrow('it has a message that is neither schema, dictionary nor batch');
    return { kind, bodyBytes: body === 0 ? 0 : Number(view.getBigInt64(table + body, true)) };
  } catch (error) {
    if (error instanceof RangeError) throw badArrow('a message is damaged');
    throw error;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes that came in and were not taken yet. More are asked for only where they are needed. */
class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>;
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Waits until there are so many; false where the source ends before. */
  async has(bytes: number): Promise<boolean> {
    while (this.#bytes < bytes) {
      const next = await this.#source.next();
      if (next.done === true) return false;
      this.#chunks.push(next.value);
      this.#bytes += next.value.length;
    }
    return true;
  }

  peek(bytes: number): Uint8Array {
    return this.#copy(bytes, 'keep');
  }

  take(bytes: number): Uint8Array {
    return this.#copy(bytes, 'drop');
  }

  #copy(bytes: number, then: 'keep' | 'drop'): Uint8Array {
    const copy = new Uint8Array(bytes);
    let [filled, place] = [0, 0];
    for (; filled < bytes; place++) {
      const chunk = this.#chunks[place] ?? new Uint8Array(0);
      const part = chunk.subarray(0, bytes - filled);
      copy.set(part, filled);
      filled += part.length;
      if (then === 'drop') this.#chunks[place] = chunk.subarray(part.length);
    }
    if (then === 'drop') {
      this.#chunks = this.#chunks.filter(({ length }) => length > 0);
      this.#bytes -= bytes;
    }
    return copy;
  }
}
