import { expect, test } from 'vitest';
import { featuresOf, type FeatureSpec, frameOf, packFrame, unpackFrame } from './features.js';

const FEATURES: readonly FeatureSpec[] = [
  { name: 'age', type: 'number' },
  { name: 'city', type: 'category', categories: ['Hangzhou', 'Shanghai'] },
];

test('facts become numbers: booleans, dates, ISO dates, decimal text, yes and no too; all else is missing', () => {
  const values = [
    3,
    true,
    new Date(5),
    '1970-01-01T00:00:01Z',
    '2.5',
    'Yes',
    'no',
    '',
    'x',
    null,
    [1],
    Infinity,
    undefined,
  ];
  const [column] = frameOf(
    [{ name: 'age', type: 'number' }],
    values.map((age) => ({ age })),
  ).columns;
  const expected = [3, 1, 5, 1000, 2.5, 1, 0, NaN, NaN, NaN, NaN, NaN, NaN];
  expect(column).toMatchObject({ values: Float64Array.from(expected) });
});

test('facts become categories by their text; unseen and missing ones are −1', () => {
  const feature: FeatureSpec = { name: 'level', type: 'category', categories: ['1', 'gold', 'true'] };
  const [column] = frameOf(
    [feature],
    [1, 'gold', true, 'silver', null].map((level) => ({ level })),
  ).columns;
  expect(column).toMatchObject({ codes: Int32Array.of(0, 1, 2, -1, -1) });
});

test('a packed frame unpacks to itself, whatever order and dictionary it came with', () => {
  const frame = {
    kind: 'raw' as const,
    rows: 3,
    columns: [
      {
        name: 'city',
        type: 'category' as const,
        codes: Int32Array.of(0, 1, 2),
        categories: ['Suzhou', 'Shanghai', 'Hangzhou'],
      },
      { name: 'extra', type: 'number' as const, values: Float64Array.of(9, 9, 9) },
      { name: 'age', type: 'number' as const, values: Float64Array.of(1, NaN, 3) },
    ],
  };
  expect(unpackFrame(FEATURES, packFrame(FEATURES, frame), 3).columns).toEqual([
    { name: 'age', type: 'number', values: Float64Array.of(1, NaN, 3) },
    { name: 'city', type: 'category', codes: Int32Array.of(-1, 1, 0), categories: ['Hangzhou', 'Shanghai'] },
  ]);
});

test.each([
  ['a missing column', []],
  [
    'a column of another type',
    [{ name: 'age', type: 'category' as const, codes: Int32Array.of(0), categories: ['a'] }],
  ],
  ['a column of another length', [{ name: 'age', type: 'number' as const, values: Float64Array.of(1, 2) }]],
])('%s is refused', (_, columns) => {
  const pack = () => packFrame([{ name: 'age', type: 'number' }], { kind: 'raw', rows: 1, columns });
  expect(pack).toThrow(expect.objectContaining({ code: 'BAD_COLUMN' }));
});

test("a model's categories are those that occur in training, by name", () => {
  const column = { name: 'c', type: 'category' as const, codes: Int32Array.of(2, 0, -1), categories: ['z', 'y', 'a'] };
  expect(featuresOf([column])).toEqual([{ name: 'c', type: 'category', categories: ['a', 'z'] }]);
});
