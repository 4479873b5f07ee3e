/** A field of a struct: its number, and its value with its type. */
export type ThriftField = readonly [id: number, value: ThriftValue];
/** What Parquet's metadata is made of. */
export type ThriftValue =
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly text: string }
  | { readonly list: readonly ThriftValue[] }
  | { readonly struct: readonly ThriftField[] };

/** Codes of types in the compact protocol. */
const TYPES = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;

/** A struct in Thrift's compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). */
export function thriftStruct(fields: readonly ThriftField[]): Uint8Array {
  const bytes: number[] = [];
  writeStruct(bytes, fields);
  return Uint8Array.from(bytes);
}

function writeStruct(bytes: number[], fields: readonly ThriftField[]): void {
  let last = 0;
  for (const [id, value] of fields) {
    bytes.push(((id - last) << 4) | typeOf(value));
    last = id;
    writeValue(bytes, value);
  }
  bytes.push(0);
}

function writeValue(bytes: number[], value: ThriftValue): void {
  if ('i32' in value) writeVarint(bytes, zigzag(value.i32));
  else if ('i64' in value) writeVarint(bytes, zigzag(value.i64));
  else if ('struct' in value) writeStruct(bytes, value.struct);
  else if ('text' in value) {
    const text = new TextEncoder().encode(value.text);
    writeVarint(bytes, text.length);
    for (const byte of text) bytes.push(byte);
  } else {
    const { list } = value;
    const type = list[0] === undefined ? TYPES.struct : typeOf(list[0]);
    if (list.length < 15) bytes.push((list.length << 4) | type);
    else {
      bytes.push(0xf0 | type);
      writeVarint(bytes, list.length);
    }
    for (const item of list) writeValue(bytes, item);
  }
}

function typeOf(value: ThriftValue): number {
  if ('i32' in value) return TYPES.i32;
  if ('i64' in value) return TYPES.i64;
  if ('text' in value) return TYPES.text;
  return 'list' in value ? TYPES.list : TYPES.struct;
}

/** Whole numbers as those of `writeVarint`; they may be larger than 32 bits. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** Seven bits a byte, the lowest first. */
export function writeVarint(bytes: number[], value: number): void {
  let left = value;
  while (left >= 0x80) {
    bytes.push((left % 0x80) | 0x80);
    left = Math.floor(left / 0x80);
  }
  bytes.push(left);
}
