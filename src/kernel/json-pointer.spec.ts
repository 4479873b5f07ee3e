import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonPointer, pointerPath } from './json-pointer.js';

const KEY = fc.oneof(fc.string(), fc.stringMatching(/^[~/01]{0,6}$/));

test.each([
  [[], ''],
  [[''], '/'],
  [['a/b', 'm~n', 0], '/a~1b/m~0n/0'],
  [['~1'], '/~01'],
])('the pointer of %j is “%s”', (path, pointer) => {
  expect(jsonPointer(path)).toBe(pointer);
});

test('a pointer names the path that it was made of', () => {
  fc.assert(
    fc.property(fc.array(KEY), (path) => {
      expect(pointerPath(jsonPointer(path))).toEqual(path);
    }),
  );
});

test('the pointer of a part is that of the whole and its own', () => {
  fc.assert(
    fc.property(fc.array(KEY), fc.array(KEY), (path, below) => {
      expect(jsonPointer([...path, ...below])).toBe(jsonPointer(path) + jsonPointer(below));
    }),
  );
});
