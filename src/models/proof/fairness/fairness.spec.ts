import { describe, expect, it } from 'vitest';
import { seededRandom } from '#sdk';
import { groupsOf } from './groups.js';
import { selectionFairness, type SelectionToJudge } from './selection-fairness.js';

const NAMES = ['north', 'south', 'islands'];

/** Two large groups and a small one; the south is selected half as often and converts more often than promised. */
function selection(change: Partial<SelectionToJudge> = {}): SelectionToJudge {
  const random = seededRandom(1);
  const codes = Uint32Array.from({ length: 4020 }, (_, row) => (row < 2000 ? 0 : row < 4000 ? 1 : 2));
  const selected = Float64Array.from(codes, (code) => Number(random.uniform() < (code === 1 ? 0.2 : 0.4)));
  const treated = Float64Array.from(selected, (one) => one * random.integer(2));
  const chance = (row: number): number => 0.1 + (codes[row] === 1 ? 0.1 : 0) + 0.2 * (treated[row] ?? 0);
  const converted = Float64Array.from(codes, (_, row) => Number(random.uniform() < chance(row)));
  return {
    by: 'region',
    selection: 'the audience',
    column: { sensitive: false, feature: false },
    groups: { names: NAMES, codes },
    selected,
    benefit: { kind: 'measured', treated, control: selected.map((one, row) => one - (treated[row] ?? 0)), converted },
    calibration: {
      predicted: Float64Array.from(codes, (_, row) => (codes[row] === 1 ? chance(row) - 0.1 : chance(row))),
      happened: converted,
    },
    notes: [],
    ...change,
  };
}

describe('the fairness of a selection', () => {
  it('tells rate, benefit and calibration by group, the largest group first, and what follows', () => {
    const { groups, reading, benefit } = selectionFairness(selection());
    expect(benefit).toBe('measured');
    expect(groups.map(({ group, fourFifths }) => [group, fourFifths])).toEqual([
      ['north', 'reference'],
      ['south', 'below'],
      ['islands', 'too few'],
    ]);
    expect(groups.map(({ calibration }) => calibration!.reading)).toEqual(['as promised', 'more', 'too few']);
    expect(groups[0]!.benefit!.value).toBeCloseTo(0.2, 1);
    expect(groups[2]!.benefit).toBeNull();
    expect(reading[0]).toMatch(
      /^Warning: south \(0\.\d\d \[.*\]\) is selected less than four fifths as often as north/,
    );
    expect(reading[0]).toContain('Too few people to say anything about islands.');
    expect(reading[1]).toBe('south converted more often than promised: the model passes them over.');
  });

  it('counts people: rows that repeat make no group surer', () => {
    const once = selection();
    const often = (values: ArrayLike<number>) =>
      Float64Array.from(Array.from(values).flatMap((value) => [value, value, value]));
    const { benefit, calibration } = once;
    if (benefit?.kind !== 'measured' || calibration === null) throw new TypeError('not measured');
    const repeated = selection({
      groups: { names: NAMES, codes: Uint32Array.from(often(once.groups.codes)) },
      people: Uint32Array.from(often(Uint32Array.from(once.groups.codes.keys()))),
      selected: often(once.selected),
      benefit: {
        kind: 'measured',
        treated: often(benefit.treated),
        control: often(benefit.control),
        converted: often(benefit.converted),
      },
      calibration: { predicted: often(calibration.predicted), happened: often(calibration.happened) },
    });
    const boundsOf = (judged: SelectionToJudge) =>
      selectionFairness(judged).groups.map(({ people, selected, rate, ratio, fourFifths, ...rest }) => ({
        people,
        fourFifths,
        reading: rest.calibration!.reading,
        bounds: [rate, ratio, rest.benefit, rest.calibration!.happened]
          .flatMap((one) => (one === null ? [0] : [one.lower, one.upper]))
          .concat(selected)
          .map((bound) => bound.toFixed(8)),
      }));
    expect(boundsOf(repeated)).toEqual(boundsOf(once));
  });

  it('does not warn where chance may explain it', () => {
    const codes = Uint32Array.from({ length: 160 }, (_, row) => row % 2);
    const selected = codes.map((code, row) => Number(row < (code === 0 ? 50 : 36)));
    const { groups, reading } = selectionFairness(
      selection({ groups: { names: ['a', 'b'], codes }, selected, benefit: null, calibration: null }),
    );
    expect(groups.map(({ fourFifths }) => fourFifths)).toContain('may be chance');
    expect(reading[0]).toContain('may be chance: look again with more people');
    expect(groups.every(({ benefit, calibration }) => benefit === null && calibration === null)).toBe(true);
  });

  it('says that the models read the column, and asks for the reason where it is sensitive', () => {
    const reading = (sensitive: boolean) =>
      selectionFairness(selection({ column: { sensitive, feature: true } })).reading.at(-1);
    expect(reading(false)).toBe('The models read "region".');
    expect(reading(true)).toContain('the strategy must say why');
  });

  it('averages what a model expects over those who are selected', () => {
    const codes = new Uint32Array(100);
    const increment = Float64Array.from(codes, (_, row) => (row < 50 ? 0.2 : 0.1));
    const selected = Float64Array.from(codes, (_, row) => Number(row < 50));
    const report = selectionFairness(
      selection({ groups: { names: ['all'], codes }, selected, benefit: { kind: 'expected', increment } }),
    );
    expect(report.groups[0]!.benefit!.value).toBeCloseTo(0.2, 12);
  });
});

describe('the groups of a column', () => {
  it('are its values, blanks apart', () => {
    const { names, codes } = groupsOf(
      { name: 'city', type: 'category', kind: 'category', codes: Int32Array.of(0, 1, -1, 0), categories: ['a', 'b'] },
      4,
    );
    expect(Array.from(codes, (code) => names[code])).toEqual(['a', 'b', 'not known', 'a']);
  });

  it('are four bands where there are many numbers', () => {
    const values = Float64Array.from({ length: 101 }, (_, index) => (index === 100 ? Number.NaN : index));
    const { names, codes } = groupsOf({ name: 'age', type: 'number', kind: 'number', values }, 101);
    expect(names).toEqual(['below 24.75', '24.75 to below 49.5', '49.5 to below 74.25', '74.25 and more', 'not known']);
    for (const code of [0, 1, 2, 3]) expect(codes.filter((one) => one === code)).toHaveLength(25);
    expect(groupsOf({ name: 'n', type: 'number', kind: 'number', values: Float64Array.of(1, 2, 2) }, 3).names).toEqual([
      '1',
      '2',
    ]);
  });
});
