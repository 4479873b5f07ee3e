/**
 * The wire format of protocol buffers, as far as an ONNX file needs it: a message is a list of fields, each with its
 * number and its bytes, and a field that nobody asks for is copied as it is.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
export interface Field {
  readonly number: number;
  /** The value of a length-delimited field: text, a message, or bytes. Null for numbers. */
  readonly content: Uint8Array | null;
  /** The whole field with its key. */
  readonly bytes: Uint8Array;
}

const LENGTH_DELIMITED = 2;
/** Bytes of a value by its wire type, where that says so. */
const FIXED: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/** The fields of a message, in their order. @throws Error where the bytes are no message */
export function readFields(message: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (at < message.length) {
    const start = at;
    const key = readVarint(message, at);
    const [number, type] = [Math.floor(key.value / 8), key.value % 8];
    const { from, to } = valueAt(message, key.end, type);
    if (number === 0 || to > message.length) throw new Error('not a message of protocol buffers');
    const content = type === LENGTH_DELIMITED ? message.subarray(from, to) : null;
    fields.push({ number, content, bytes: message.subarray(start, to) });
    at = to;
  }
  return fields;
}

/** A length-delimited field with its key. */
export function writeField(number: number, content: Uint8Array): Uint8Array {
  return concat([varint(number * 8 + LENGTH_DELIMITED), varint(content.length), content]);
}

/** A field of a number that is not negative, such as an enumeration. */
export function writeNumber(number: number, value: number): Uint8Array {
  return concat([varint(number * 8), varint(value)]);
}

/** The parts one after the other. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function valueAt(message: Uint8Array, at: number, type: number): { readonly from: number; readonly to: number } {
  const size = FIXED[type];
  if (size !== undefined) return { from: at, to: at + size };
  if (type !== 0 && type !== LENGTH_DELIMITED) throw new Error('not a message of protocol buffers');
  const { value, end } = readVarint(message, at);
  return type === 0 ? { from: at, to: end } : { from: end, to: end + value };
}

/** Keys and lengths are far below 2^53; of larger numbers only the end matters here. */
function readVarint(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = start, factor = 1; ; at++, factor *= 128) {
    const byte = bytes[at];
    if (byte === undefined || at - start > 9) throw new Error('not a message of protocol buffers');
    value += (byte % 128) * factor;
    if (byte < 128) return { value, end: at + 1 };
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}
