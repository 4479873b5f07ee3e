import { describe, expect, it } from 'vitest';
import { type EffectSubject, experimentPhrases, type ExperimentPhrases } from './index.js';

const estimate = (value: number, lower: number, upper: number) => ({ value, lower, upper, level: 0.95 });
const ARMS = [
  { arm: 'baseline', people: 5000, share: 0.5, planned: 0.5 },
  { arm: 'model', people: 4998, share: 0.4999, planned: 0.5 },
];
const PART = { some: 30, people: 1000, share: 0.03, most: 0.01 };
const FEW = [{ name: 'model', people: 50, conversions: 9 }];
const LEAST = { people: 100, conversions: 10 };
const PROFIT: EffectSubject = {
  ...{ arm: 'model', figure: 'profit', unit: 'money', control: 1.4, relative: 0.2857 },
  difference: estimate(0.4, 0.25, 0.55),
};
const CONVERSION: EffectSubject = {
  ...{ arm: 'bandit', figure: 'conversion', unit: 'share', control: 0.04, relative: null },
  difference: estimate(-0.001, -0.003, 0.001),
};
const RETURN: EffectSubject = {
  ...{ arm: 'model', figure: 'return', unit: 'ratio', control: 2, relative: 0.5 },
  difference: estimate(1, 0.5, 1.5),
};
const SAVING = { arm: 'model', conversion: estimate(-0.001, -0.003, 0.001), control: 0.04, margin: 0.1 };
const SHARE = { of: 'share', from: 0.04, to: 0.044 } as const;
const AMOUNT = { of: 'amount', from: 10, to: 11.19 } as const;
const SINCE = { difference: estimate(1000, 800, 1200), date: '2026-01-05', days: 180 };
const IN_ALL = { ...SINCE, inAll: estimate(27_000, 21_600, 32_400), people: 27_000 };

type Telling<T> = { readonly [K in keyof T]: readonly ((words: T) => string | readonly string[])[] };

/** Every kind of sentence, at least once. */
const TOLD: { readonly [K in keyof Omit<ExperimentPhrases, 'together'>]: Telling<ExperimentPhrases[K]> } = {
  figures: {
    conversion: [(words) => words.conversion],
    value: [(words) => words.value],
    profit: [(words) => words.profit],
    return: [(words) => words.return],
    cost: [(words) => words.cost],
  },
  health: {
    asPlanned: [(words) => words.asPlanned(ARMS, 0.98404)],
    notAsPlanned: [(words) => words.notAsPlanned(ARMS, 12.34)],
    notAsPlannedCauses: [(words) => words.notAsPlannedCauses],
    inSeveral: [(words) => words.inSeveral(PART)],
    inSeveralTooMany: [(words) => words.inSeveralTooMany(PART)],
    inSeveralCauses: [(words) => words.inSeveralCauses],
    enough: [(words) => words.enough({ of: 'arms', ...LEAST }), (words) => words.enough({ of: 'sides', ...LEAST })],
    tooFew: [(words) => words.tooFew(FEW, { of: 'arms', ...LEAST })],
  },
  verdict: {
    nothingVaries: [(words) => words.nothingVaries],
    ship: [(words) => words.ship(PROFIT), (words) => words.ship(RETURN)],
    shipForSaving: [
      (words) => words.shipForSaving({ ...SAVING, profit: null, cost: estimate(-0.5, -0.6, -0.4) }),
      (words) => words.shipForSaving({ ...SAVING, profit: estimate(0.2, 0.1, 0.3), cost: null }),
    ],
    worse: [(words) => words.worse([CONVERSION, { ...CONVERSION, arm: 'model' }])],
    ruledOut: [(words) => words.ruledOut(0.2, [CONVERSION])],
    notFound: [(words) => words.notFound([CONVERSION])],
    nothingToWaitFor: [(words) => words.nothingToWaitFor([CONVERSION])],
    tooLong: [(words) => words.tooLong([CONVERSION])],
    keepRunning: [
      (words) => words.keepRunning(3000, 12, [PROFIT]),
      (words) => words.keepRunning(3000, null, [PROFIT, CONVERSION]),
    ],
    tooEarly: [
      (words) => words.tooEarly({ people: 20_000, planned: 40_000, days: 10, isTold: true }),
      (words) => words.tooEarly({ people: 20_000, planned: 40_000, days: null, isTold: false }),
    ],
  },
  apart: {
    inBands: [(words) => words.inBands('buys')],
    band: [(words) => words.band(2, 5, [0.12, 0.3])],
    bands: [
      (words) => words.bands({ model: 'buys', says: 'natural', known: 900, people: 1000 }),
      (words) => words.bands({ model: 'buys', says: 'response', known: 1000, people: 1000 }),
      (words) => words.bands({ model: 'lift', says: 'effect', known: 1000, people: 1000 }),
      (words) => words.bands({ model: 'churn', says: 'condition', known: 1000, people: 1000 }),
    ],
    inSegment: [(words) => words.inSegment(true), (words) => words.inSegment(false)],
    by: [
      (words) => words.by({ name: 'city', kind: 'fact', unknown: { arms: 3, treatment: 1 } }),
      (words) => words.by({ name: 'dormant', kind: 'segment', unknown: { arms: 0, treatment: 0 } }),
    ],
  },
  planning: {
    ofArm: [(words) => words.ofArm(2, words.allThere)],
    takes: [
      (words) => words.takes({ change: SHARE, people: 78_945, days: 40 }, 'once'),
      (words) => words.takes({ change: AMOUNT, people: 100, days: 1 }, 'at any time'),
      (words) => words.takes({ change: AMOUNT, people: 100, days: null }, 'once'),
    ],
    nobodyShows: [(words) => words.nobodyShows(SHARE, 'once')],
    chance: [(words) => words.chance(20_000, 0.812345, 'once')],
    show: [(words) => words.show(20_000, AMOUNT, 'at any time')],
    showNothing: [(words) => words.showNothing(20, 'once')],
    peeking: [(words) => words.peeking(1.61803)],
    saving: [(words) => words.saving(30_000, 0.02)],
    planned: [
      (words) => words.planned({ people: 78_945, days: 40, read: 'once', goal: null }),
      (words) =>
        words.planned({ people: 100, days: 1, read: 'at any time', goal: { effect: 0.1, decide: 'conversion' } }),
      (words) => words.planned({ people: 100, days: null, read: 'once', goal: { effect: 0.1, decide: 'profit' } }),
      (words) => words.planned({ people: 100, days: 7, read: 'once', goal: { effect: 0.1, decide: 'value' } }),
    ],
    allThere: [(words) => words.allThere],
    there: [(words) => words.there(2500, 0.25)],
    rest: [(words) => words.rest(15, false), (words) => words.rest(30, true)],
    knownOfArm: [(words) => words.knownOfArm({ arm: 'baseline', people: 1000, days: 20 })],
    knownOfShadow: [
      (words) => words.knownOfShadow({ shadow: 'n@2', people: 1000, offered: 0.5, treated: 500, heldOut: 200 }),
    ],
  },
  holdout: {
    sides: [({ sides }) => sides.heldOut, ({ sides }) => sides.others],
    asDeclared: [(words) => words.asDeclared(PART, 0.02, 0.41234)],
    notAsDeclared: [(words) => words.notAsDeclared(PART, 0.02)],
    notAsDeclaredCauses: [(words) => words.notAsDeclaredCauses],
    inBoth: [(words) => words.inBoth(PART)],
    inBothTooMany: [(words) => words.inBothTooMany(PART)],
    inBothCauses: [(words) => words.inBothCauses],
    reached: [(words) => words.reached(PART)],
    reachedTooMany: [(words) => words.reachedTooMany(PART)],
    reachedCauses: [(words) => words.reachedCauses],
    incomparable: [(words) => words.incomparable(words.reached(PART))],
    earns: [(words) => words.earns(IN_ALL)],
    loses: [(words) => words.loses(IN_ALL)],
    open: [(words) => words.open(SINCE)],
    moreDays: [(words) => words.moreDays(40)],
    tooSmall: [(words) => words.tooSmall],
    credited: [(words) => words.credited(136_500, IN_ALL.inAll)],
    goals: [
      (words) =>
        words.goals([
          { event: 'bought', valueProperty: 'amount', margin: 0.5 },
          { event: 'visited', valueProperty: null, margin: 0.2 },
        ]),
    ],
    currency: [(words) => words.currency('CNY')],
    doesNotProve: [(words) => words.doesNotProve],
  },
};

/** Ids and names that stand in the sentences above, and the letters of statistics. */
const NAMES = /baseline|model|bandit|buys|lift|churn|city|dormant|n@2|bought|amount|visited|CNY|p(?= =)|χ²/gu;

const SECTIONS = Object.keys(TOLD) as (keyof typeof TOLD)[];

function sentencesOf(section: keyof typeof TOLD, language: 'en' | 'zh'): readonly string[] {
  const kinds = Object.values<readonly ((words: never) => string | readonly string[])[]>(TOLD[section]);
  const words = experimentPhrases(language)[section] as never;
  return kinds.flatMap((tellings) => tellings.flatMap((tell) => tell(words)));
}

describe.each(SECTIONS)('sentences of %s', (section) => {
  it('are all told in both languages, each in its own letters', () => {
    const [english, chinese] = [sentencesOf(section, 'en'), sentencesOf(section, 'zh')];
    expect(chinese).toHaveLength(english.length);
    for (const sentence of [...english, ...chinese]) expect(sentence).not.toMatch(/undefined|null|NaN|^$/);
    for (const sentence of english) expect(sentence).not.toMatch(/\p{Script=Han}|[，。：]/u);
    for (const sentence of chinese) {
      expect(sentence).toMatch(/\p{Script=Han}/u);
      expect(sentence.replace(NAMES, '')).not.toMatch(/[a-z]|\. |, (?![\d−+])/iu);
    }
  });
});

it.each([
  [
    experimentPhrases('en').verdict.ship(PROFIT),
    'Ship model: profit a person of model differs by +0.40 [0.25, 0.55] from the 1.40 of control, +28.6 %.',
  ],
  [
    experimentPhrases('zh').verdict.ship(PROFIT),
    '上线 model：model 组的人均利润与对照的 1.40 相差 +0.40 [0.25, 0.55]，相对 +28.6%。',
  ],
  [
    experimentPhrases('zh').verdict.ship({ ...CONVERSION, arm: 'treated' }),
    '上线优惠：优惠组的转化率与对照的 4% 相差 −0.1% [−0.3%, 0.1%]。',
  ],
  [
    experimentPhrases('en').planning.takes({ change: SHARE, people: 78_945, days: 1 }, 'once'),
    'To see 4 % become 4.4 % takes 78,945 people in all, 1 day, read once, at the planned end.',
  ],
  [
    experimentPhrases('zh').planning.takes({ change: SHARE, people: 78_945, days: 1 }, 'once'),
    '要看出从 4% 到 4.4% 的变化，共需 78,945 人、1 天（在计划结束时读取一次）。',
  ],
  [
    experimentPhrases('zh').planning.show(20_000, AMOUNT, 'at any time'),
    '20,000 人能看出从 10 到 11.19 或更大的变化（任何一天都可读取）。',
  ],
])('%s', (told, expected) => {
  expect(told).toBe(expected);
});
