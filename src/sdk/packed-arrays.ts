/** Numbers as a machine holds them. */
export type PackedArray = Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;
type Kind<T extends PackedArray> = new (buffer: ArrayBuffer, offset: number, length: number) => T;

/** What {@link packArrays} put together, taken apart in the same order. */
export interface PackedModel<Header> {
  readonly header: Header;
  /** The next array: of the same kind and length as it was packed. It shares the memory of all. */
  readonly take: <T extends PackedArray>(kind: Kind<T>, length: number) => T;
}

/**
 * The bytes of a model that consists of a header and of arrays: the header's length (u32) and its JSON, then all arrays
 * without a gap, each as the machine holds it. Wide ones come first, so that each begins at a multiple of its width.
 *
 * @param header with the version of the form, by which {@link unpackArrays} knows it
 */
export function packArrays(
  header: object & { readonly version: number },
  arrays: readonly PackedArray[],
): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = aligned(4 + json.length);
  const bytes = new Uint8Array(start + arrays.reduce((sum, { byteLength }) => sum + byteLength, 0));
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  let at = start;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/**
 * The inverse of {@link packArrays}. The header is what the bytes say: nothing but its version is checked.
 *
 * @throws Error where the bytes have a form of another version
 */
export function unpackArrays<Header extends { readonly version: number }>(
  given: Uint8Array,
  version: number,
): PackedModel<Header> {
  // A copy begins at an address that all arrays can share; `slice` of a Buffer, as databases give it, is none.
  const bytes = new Uint8Array(given);
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
  if (header.version !== version) {
    throw new Error(
      `The model has form ${String(header.version)}, this version reads ${String(version)}: train it anew.`,
    );
  }
  let at = aligned(4 + length);
  return {
    header,
    take(kind, count) {
      const part = new kind(bytes.buffer, at, count);
      at += part.byteLength;
      return part;
    },
  };
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}
