import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PackedTexts } from './packed-texts.js';

const texts = fc.array(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), { maxLength: 20 });

test('gives the texts back, all of them and any of them', () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat()), (all, places) => {
      const packed = PackedTexts.of(all);
      expect(Array.from({ length: packed.length }, (_, place) => packed.at(place))).toEqual(all);
      const rows = Uint32Array.from(all.length === 0 ? [] : places.map((place) => place % all.length));
      const picked = packed.pick(rows);
      expect(Array.from(rows, (_, place) => picked.at(place))).toEqual(Array.from(rows, (row) => all[row]));
    }),
  );
});
