import { describe, expect, it } from 'vitest';
import { seededRandom } from '#sdk';
import { type FactCatalogue, type ModelDocument } from '#strata/engine';
import { leakageCheck, verdictOf } from '../evaluation/index.js';
import { type ModelExplanation } from '../explanation/index.js';
import { explanationNotes } from '../explanation/explanation-words.js';
import { groupsOf, selectionFairness } from '../fairness/index.js';
import { type ModelVersion } from '../../registry/index.js';
import { upliftReport } from '../../training/index.js';
import { modelPhrases, type SelectionSubject } from '../../words/index.js';
import { evaluationTeller, type StoredReport } from './index.js';
import { metricsIn } from './training-in.js';

const estimate = (value: number, reach: number) => ({ value, lower: value - reach, upper: value + reach, level: 0.95 });

const SUSPECTS = [
  {
    feature: 'tenure',
    signs: [{ kind: 'predicts alone', value: 0.97, limit: 0.95, words: 'alone it gives an AUC of 0.970' }],
  },
] as const;

const FACTS = {
  orders: { words: 'orders', type: 'number', translations: { zh: { words: '订单数' } } },
} as unknown as FactCatalogue;

/** Trained, as far as what is told of it is asked for. */
const VERSION = {
  modelId: 'churn',
  version: 3,
  metrics: {
    source: 'file',
    dataset: {
      ...{ model: 'churn', source: 'a.csv', rows: 10, label: 'left', positives: 5, labelMean: 0.5, months: null },
      ...{ features: [], suspects: SUSPECTS, pool: null, sampling: null, notes: [] },
    },
    ...{ rowsInFile: 10, examples: 10, training: 8, holdout: null, backend: null, milliseconds: 1, notes: [] },
    split: { by: 'hash', holdout: 0.2, seed: 1, key: null },
  },
} as unknown as ModelVersion;

const DOCUMENT = { id: 'churn', knownBeforehand: { tenure: '合同' } } as unknown as ModelDocument;

function judgement(auc: number, leakage = leakageCheck(SUSPECTS, DOCUMENT)): StoredReport {
  const judged = {
    metrics: {
      ...{ rows: 1000, positives: 100, auc: estimate(auc, 0.05), logLoss: 0.3, brier: 0.1 },
      ...{ calibrationError: 0.01, perfectCalibrationError: 0.02, calibration: [] },
    },
    rivals: [
      {
        selector: 'random',
        title: 'by chance',
        auc: estimate(0.5, 0),
        modelAhead: estimate(0.2, 0.1),
        coverage20: 0.2,
      },
      {
        selector: 'human rule',
        title: '人工',
        auc: estimate(0.6, 0),
        modelAhead: estimate(0, 0.1),
        coverage20: Number.NaN,
      },
    ],
    champion: { version: 2, plugin: 'constant', rows: 500, measures: [], result: 'ahead' },
  } as const;
  return { ...judged, verdict: verdictOf({ ...judged, leakage }) };
}

function explanation(): ModelExplanation {
  const bin = { effect: 0.1, low: 0, high: 0.2, weight: 0.5 };
  const made: Omit<ModelExplanation, 'notes'> = {
    modelId: 'churn',
    version: 3,
    plugin: 'ebm',
    of: 'score',
    unit: 'points',
    people: 100,
    base: 0.1,
    drivers: [{ feature: 'orders', words: 'orders', effect: 0.1, share: 1, direction: 'raises' }],
    curves: [
      {
        feature: 'orders',
        words: 'orders',
        band: 'error',
        whole: true,
        bins: [
          { ...bin, values: { kind: 'range', from: null, to: 3 }, words: 'up to 3' },
          { ...bin, values: { kind: 'range', from: 3, to: 5 }, words: '4 to 5' },
          { ...bin, values: { kind: 'missing' }, words: 'missing' },
        ],
      },
    ],
    pairs: [],
    standardError: 0.0123,
  };
  return { ...made, notes: explanationNotes(made) };
}

function fairness() {
  const random = seededRandom(3);
  const ages = Float64Array.from({ length: 2000 }, (_, row) => (row % 9 === 0 ? Number.NaN : 20 + random.integer(60)));
  const selectedBy: SelectionSubject = { by: 'share', share: 0.2, threshold: 0.1935, divided: 12 };
  return selectionFairness({
    ...{ by: 'age', selection: modelPhrases().fairness.selection(selectedBy), selectedBy, notes: [] },
    column: { sensitive: true, feature: true },
    groups: groupsOf({ name: 'age', kind: 'number', type: 'number', values: ages } as never, ages.length),
    selected: ages.map((age) => Number(age > 50)),
    ...{ benefit: null, calibration: null },
  });
}

/** @param chosen whether the old are treated more often, so that nothing is proven */
function uplift(chosen: boolean, treatments = ['mail']) {
  const random = seededRandom(5);
  const rows = 1500;
  const age = Float64Array.from({ length: rows }, () => random.uniform());
  const treatment = Uint8Array.from(age, (old) =>
    random.uniform() < (chosen ? 0.2 + 0.6 * old : 0.5) ? 1 + random.integer(treatments.length) : 0,
  );
  const label = Float64Array.from(age, (old, row) =>
    Number(random.uniform() < 0.2 + (treatment[row] === 0 ? 0 : 0.4 * old)),
  );
  const width = treatments.length + 1;
  const values = Float64Array.from({ length: rows * width }, (_, at) =>
    at % width === 0 ? 0.2 : 0.2 + 0.4 * (age[Math.floor(at / width)] ?? 0),
  );
  const columns = [{ name: 'age', type: 'number', values: age }] as const;
  return upliftReport({ treatments, values, label, treatment, columns });
}

const json = (report: unknown): StoredReport => JSON.parse(JSON.stringify(report)) as StoredReport;

const REPORTS: Readonly<Record<string, () => StoredReport>> = {
  'a version that passes': () => judgement(0.7),
  'a version that does not': () => judgement(0.5),
  'what drives it': () => ({ explanation: explanation() }),
  'how groups fare': () => ({ fairness: fairness() }),
  'an uplift model': () => ({ report: uplift(false), leakage: leakageCheck(SUSPECTS, {}) }),
  'an uplift model of people who were chosen': () => ({ report: uplift(true), leakage: null }),
  'several treatments': () => ({ report: uplift(false, ['mail', 'call']), leakage: null }),
  'several treatments of people who were chosen': () => ({ report: uplift(true, ['mail', 'call']), leakage: null }),
};

describe.each(Object.entries(REPORTS))('an evaluation of %s', (_, make) => {
  const stored = json(make());
  const document = stored['report'] === undefined ? DOCUMENT : null;
  const told = (language: 'en' | 'zh', report = stored) =>
    json(evaluationTeller.tell(report, { language, version: VERSION, facts: FACTS, document }));

  it('is in English what it was when it was made', () => {
    expect(told('en')).toEqual(stored);
  });

  it('is told in Chinese by the same figures, without an English sentence', () => {
    const sentences = sentencesOf(told('zh'));
    expect(sentences.length).toBeGreaterThan(0);
    const names = /AUC|Qini|knownBeforehand|sensitiveFacts|tenure|mail|call|age/g;
    expect(sentences.filter((sentence) => /[A-Za-z]/.test(sentence.replaceAll(names, '')))).toEqual([]);
    expect(numbersOf(told('zh'))).toEqual(numbersOf(stored));
  });
});

it('stays as it is where an old report lacks the figures', () => {
  const stored = json({ verdict: { headline: 'It passes.', checks: [] }, fairness: { reading: ['Fine.'] } });
  const telling = { language: 'zh', version: VERSION, facts: FACTS, document: null } as const;
  expect(evaluationTeller.tell(stored, telling)).toEqual(stored);
});

it('says of leakage what it said where the document answers it by now', () => {
  const stored = json(judgement(0.7, leakageCheck(SUSPECTS, {})));
  const telling = { language: 'zh', version: VERSION, facts: FACTS, document: DOCUMENT } as const;
  const { verdict } = evaluationTeller.tell(stored, telling) as { verdict: ReturnType<typeof verdictOf> };
  expect(verdict.checks.find(({ check }) => check === 'leakage')?.words).toContain('may be known only after');
  expect(verdict.headline).toContain('未通过');
});

it('a training is told by its figures, too', () => {
  const stored = json({ uplift: uplift(false), dataset: { suspects: SUSPECTS }, examples: 10 });
  expect(json(metricsIn(stored, 'en'))).toEqual(stored);
  const told = metricsIn(stored, 'zh') as { dataset: { suspects: typeof SUSPECTS }; examples: number };
  expect(told.dataset.suspects[0].signs[0].words).toBe('仅凭它几乎就能得出结果：0.970');
  expect(told.examples).toBe(10);
});

const SAID = ['words', 'headline', 'title', 'reading', 'selection', 'group', 'notes', 'verdicts', 'reason'];

/** All texts of a report that a reader is told. */
function sentencesOf(report: unknown, isSaid = false): readonly string[] {
  if (typeof report === 'string') return isSaid ? [report] : [];
  if (Array.isArray(report)) return report.flatMap((part) => sentencesOf(part, isSaid));
  if (typeof report !== 'object' || report === null) return [];
  return Object.entries(report).flatMap(([key, value]) => sentencesOf(value, SAID.includes(key)));
}

/** All figures and answers of a report with their names, in the order of these. */
function numbersOf(report: unknown, name = ''): readonly string[] {
  if (typeof report === 'number' || typeof report === 'boolean') return [`${name} ${String(report)}`];
  if (typeof report !== 'object' || report === null) return [];
  return Object.entries(report)
    .flatMap(([key, value]) => numbersOf(value, `${name}/${key}`))
    .toSorted();
}
