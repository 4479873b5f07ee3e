import { describe, expect, it } from 'vitest';
import { type FeatureColumn, seededRandom } from '#sdk';
import { type LeakageSuspect } from '../examples/dataset-report.js';
import { leakageSuspects } from './leakage.js';
import { aloneAuc, aloneRank, distinctValues } from './single-feature.js';

const ROWS = 4000;
const random = seededRandom(3);
const label = Float64Array.from({ length: ROWS }, () => Number(random.uniform() < 0.3));

function numbers(name: string, of: (row: number) => number): FeatureColumn {
  return { name, type: 'number', values: Float64Array.from({ length: ROWS }, (_, row) => of(row)) };
}

function texts(name: string, of: (row: number) => string | null): FeatureColumn {
  const cells = Array.from({ length: ROWS }, (_, row) => of(row));
  const categories = [...new Set(cells)].filter((cell) => cell !== null);
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : categories.indexOf(cell)));
  return { name, type: 'category', codes, categories };
}

const honest = [
  numbers('age', () => random.normal()),
  numbers('visits', (row) => random.normal() + 0.8 * label[row]!),
  numbers('spend', (row) => random.normal() + 0.5 * label[row]!),
  texts('city', () => ['Shanghai', 'Beijing', 'Wuhan'][random.integer(3)]!),
  texts('plan', (row) => (random.uniform() < 0.2 + 0.3 * label[row]! ? 'pro' : 'free')),
];

function suspects(leaking: readonly FeatureColumn[], pointInTime: readonly string[] = []): readonly LeakageSuspect[] {
  const columns = [...honest, ...leaking];
  const summaries = columns.map((column) => ({
    name: column.name,
    type: column.type,
    missing: 0,
    distinct: distinctValues(column),
    auc: aloneAuc(column, label, 1),
    rank: null,
  }));
  return leakageSuspects({ columns, label, summaries, pointInTime: new Set(pointInTime), saidAfter: new Map() });
}
const kinds = (leaking: readonly FeatureColumn[]) =>
  suspects(leaking).map(({ feature, signs }) => [feature, ...signs.map(({ kind }) => kind)]);

describe('features that are suspected of being known only after the label', () => {
  it('are none among honest ones', () => {
    expect(suspects([])).toEqual([]);
  });

  it('predict the label alone, upwards or downwards', () => {
    const refund = numbers('refund', (row) => -3.2 * label[row]! + random.normal());
    const found = suspects([refund]);
    expect(found.map(({ feature }) => feature)).toEqual(['refund']);
    expect(found[0]!.signs.map(({ kind }) => kind)).toContain('stands out');
    expect(found[0]!.signs[0]).toMatchObject({ kind: 'predicts alone', limit: 0.95 });
    expect(found[0]!.signs[0]!.words).toMatch(/^alone it gives an AUC of 0\.99/);
  });

  it('stand out although they are not sure', () => {
    expect(kinds([numbers('calls', (row) => random.normal() + 2 * label[row]!)])).toEqual([
      ['calls', 'stands out', 'gives both answers away'],
    ]);
  });

  it('have values that decide both ways', () => {
    const status = texts('tag', (row) => {
      if (random.uniform() > 0.1) return 'open';
      return label[row] === 1 ? 'closed' : 'lost';
    });
    const [found] = suspects([status]);
    expect(found!.signs.map(({ kind }) => kind)).toEqual(['gives both answers away']);
    expect(found!.signs[0]!.words).toContain('“lost”');
  });

  it('are blank by outcome', () => {
    const churn = numbers('leavingDate', (row) =>
      random.uniform() < 0.15 + 0.8 * label[row]! ? random.normal() : Number.NaN,
    );
    expect(kinds([churn])[0]).toContain('filled in by outcome');
  });

  it('were filled in together by a step that nothing else explains', () => {
    const scored = Array.from({ length: ROWS }, () => random.uniform() < 0.5);
    const score = (name: string) => numbers(name, (row) => (scored[row] ? random.normal() : Number.NaN));
    const found = kinds([score('scoreA'), score('scoreB')]).toSorted();
    expect(found).toEqual(['scoreA', 'scoreB'].map((name) => [name, 'filled in together']));
    const orders = numbers('orders', (row) => (scored[row] ? 1 + random.integer(5) : 0));
    expect(kinds([score('recency'), score('meanOrder'), orders])).toEqual([]);
  });

  it('hold the latest of something by their name, where they tell the label', () => {
    const last = (name: string, weight: number) =>
      texts(name, (row) => (random.uniform() < 0.2 + weight * label[row]! ? 'sms' : 'mail'));
    expect(kinds([last('Last Activity', 0.4), last('lastPage', 0)])).toEqual([['Last Activity', 'holds the latest']]);
  });

  it('are only asked by their AUC where they were computed as of the moment', () => {
    const churn = numbers('pause', (row) => (label[row] === 1 ? random.normal() : Number.NaN));
    const [found] = suspects([churn], ['pause']);
    expect(found!.signs.map(({ kind }) => kind)).toEqual(['predicts alone', 'stands out']);
  });
});

describe('a label of values', () => {
  const spend = Float64Array.from({ length: ROWS }, () => 100 * random.uniform());
  const above = spend.map((value) => Number(value > 50));

  function suspectsOf(column: FeatureColumn): readonly LeakageSuspect[] {
    const columns = [column, ...honest.slice(0, 1)];
    const summaries = columns.map((one) => ({
      name: one.name,
      type: one.type,
      missing: 0,
      distinct: distinctValues(one),
      auc: aloneAuc(one, above, 1),
      rank: aloneRank(one, spend, 1),
    }));
    return leakageSuspects({ columns, label: above, summaries, pointInTime: new Set(), saidAfter: new Map() });
  }

  it('may be explained well by one feature', () => {
    const explains = numbers('baskets', (row) => Math.round(spend[row]! / 10 + 0.5 * random.normal()));
    expect(aloneAuc(explains, above, 1).value).toBeGreaterThan(0.95);
    expect(suspectsOf(explains)).toEqual([]);
    const grade = texts('grade', (row) => String(Math.floor(spend[row]! / 20)));
    expect(suspectsOf(grade)).toEqual([]);
  });

  it('is told from a feature that is nearly the label itself, whichever way it runs and where it is known', () => {
    const net = numbers('net', (row) => (row % 3 === 0 ? Number.NaN : -spend[row]! / 1.19 + 0.05 * random.normal()));
    expect(suspectsOf(net)).toMatchObject([{ feature: 'net', signs: [{ kind: 'predicts alone', limit: 0.995 }] }]);
    expect(suspectsOf(net)[0]!.signs[0]!.words).toContain('a rank correlation of');
  });
});

describe('AUC alone of several rows a person', () => {
  it('is as unsure as that of the people, of numbers and of categories', () => {
    const rows = Uint32Array.from({ length: 500 }, (_, row) => row);
    const often = Uint32Array.from([...rows].flatMap((row) => Array.from({ length: 9 }, () => row)));
    const pick = (column: FeatureColumn, of: Uint32Array): FeatureColumn =>
      column.type === 'number'
        ? { ...column, values: Float64Array.from(of, (row) => column.values[row]!) }
        : { ...column, codes: Int32Array.from(of, (row) => column.codes[row]!) };
    const labels = (of: Uint32Array) => Float64Array.from(of, (row) => label[row]!);
    for (const column of honest) {
      const once = aloneAuc(pick(column, rows), labels(rows), 1);
      const repeated = aloneAuc(pick(column, often), labels(often), 1, often);
      expect((repeated.upper - repeated.lower) / (once.upper - once.lower)).toBeGreaterThan(0.9);
      expect(Math.abs(repeated.value - once.value)).toBeLessThan(0.02);
    }
  });

  it('does not let a category of one person know its own label', () => {
    const people = Uint32Array.from({ length: 2000 }, (_, row) => row >> 2);
    const names = { name: 'name', type: 'category' as const, codes: Int32Array.from(people), categories: [] };
    const own = Float64Array.from(people, (person) => label[person]!);
    expect(aloneAuc(names, own, 1, people).value).toBeLessThan(0.6);
  });
});
