import { expect, it } from 'vitest';
import { csvCell } from './csv-cell.js';

it.each([
  ['u1', 'u1'],
  ['a,b', '"a,b"'],
  ['say "x"\n', '"say ""x""\n"'],
  ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
  ['=1+1,2', '"\'=1+1,2"'],
  ['+A1', "'+A1"],
  ['-A1', "'-A1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=A1', "'\t=A1"],
  ['-5', '-5'],
  ['-1.5e-7', '-1.5e-7'],
  ['+4930123456', '+4930123456'],
])('%j is written as %j', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});
