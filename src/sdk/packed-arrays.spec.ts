import { describe, expect, it } from 'vitest';
import { packArrays, unpackArrays } from './packed-arrays.js';

describe('a model of arrays', () => {
  const header = { version: 3, name: 'Zürich', sizes: [2, 3] };
  const packed = packArrays(header, [Float64Array.of(0.1, Number.NaN), Uint16Array.of(1, 2, 65_535), Uint8Array.of(7)]);

  it('is read as it was packed, from wherever its bytes stand', () => {
    const [before, beside] = [5, new Uint8Array(packed.length + 5)];
    beside.set(packed, before);
    const { header: read, take } = unpackArrays<typeof header>(beside.subarray(before), 3);
    expect(read).toEqual(header);
    expect(take(Float64Array, 2)).toEqual(Float64Array.of(0.1, Number.NaN));
    expect(take(Uint16Array, 3)).toEqual(Uint16Array.of(1, 2, 65_535));
    expect(take(Uint8Array, 1)).toEqual(Uint8Array.of(7));
    const ofDatabase = Buffer.from(beside.buffer, before, packed.length);
    expect(unpackArrays<typeof header>(ofDatabase, 3).header).toEqual(header);
  });

  it('of another form is refused', () => {
    expect(() => unpackArrays(packed, 4)).toThrow('The model has form 3, this version reads 4: train it anew.');
  });
});
