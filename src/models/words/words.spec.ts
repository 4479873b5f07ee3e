import { expect, it } from 'vitest';
import { modelPhrases, type ModelPhrases } from './index.js';

const reach = (value: number) => ({ value, lower: value - 0.1, upper: value + 0.1 });
const move = { now: 0.94, then: 0.003, medians: { now: 280, then: 45 } };

type Told = readonly [(phrases: ModelPhrases) => string, string, (readonly string[])?];

/** Every phrase with what it says in English; the Chinese of it must hold no Latin letters but those of names in it. */
const TOLD: readonly Told[] = [
  [({ stages }) => stages.meaning.validated, 'judged on rows that it was not trained on'],
  [({ stages }) => stages.meaning.backtested, 'compared with the human rule on history'],
  [({ stages }) => stages.meaning.live, 'compared with the human rule in an experiment on real people'],
  [({ stages }) => stages.commands('one', 'two'), 'one, and in the end two', ['one', 'two']],
  [
    ({ verdict }) => verdict.passes('draw', 'ahead', ['tenure']),
    'It passes, but look at "tenure" first: better than chance, a draw with the human rule, ahead of the champion.',
    ['tenure'],
  ],
  [({ verdict }) => verdict.passes(null, null, []), 'It passes: better than chance.'],
  [
    ({ verdict }) =>
      verdict.fails(['leakage', 'as chance', 'wrong way round', 'worse than the mean', 'calibration'], ['tenure']),
    'It does not pass: "tenure" may be known only after the outcome; it cannot be told from chance; it ranks the wrong way round; it is worse than always saying the mean; its probabilities do not hold.',
    ['tenure'],
  ],
  [
    ({ verdict }) => verdict.fails(['human rule', 'champion'], []),
    'It does not pass: the human rule is better; the champion is better.',
  ],
  [({ verdict }) => verdict.explains(reach(0.3)), 'it explains 30 % of the differences between people [20 % to 40 %]'],
  [
    ({ verdict }) => verdict.ranks(reach(0.3), true),
    'of one who converts and one who does not, it ranks the right one first 30.0 of 100 times [20.0 to 40.0]; a coin gets 50: it ranks the wrong way round, so that whoever it calls likely is unlikely',
  ],
  [({ verdict }) => verdict.humanRule('ahead', '甲'), 'it ranks better than the human rule "甲"'],
  [
    ({ verdict }) => verdict.humanRule('draw', '甲'),
    'it cannot be told from the human rule "甲": use the rule, or collect more rows',
  ],
  [({ verdict }) => verdict.humanRule('behind', '甲'), 'the human rule "甲" ranks better: use the rule'],
  [
    ({ verdict }) => verdict.champion('ahead', 2, 500),
    'it is better than the champion, version 2, on the same 500 rows',
  ],
  [
    ({ verdict }) => verdict.champion('draw', 2, 500),
    'it cannot be told from the champion, version 2, on the same 500 rows',
  ],
  [({ verdict }) => verdict.champion('behind', 2, 500), 'the champion, version 2, is better on the same 500 rows'],
  [
    ({ verdict }) => verdict.calibration(0.012, 'holds'),
    'its probabilities are off by 1.2 points of 100 on average, no more than chance would make of a perfect model',
  ],
  [
    ({ verdict }) => verdict.calibration(0.012, 'harmless'),
    'its probabilities are off by 1.2 points of 100 on average: more than chance, too little to matter',
  ],
  [
    ({ verdict }) => verdict.calibration(0.12, 'off'),
    'its probabilities are off by 12.0 points of 100 on average: do not read a threshold of 0.9 as nine in ten',
  ],
  ...[
    'predicts alone',
    'stands out',
    'gives both answers away',
    'filled in by outcome',
    'said later',
    'filled in together',
    'holds the latest',
  ].map(
    (kind): Told =>
      [
        ({ leakage }: ModelPhrases) => leakage.sign({ kind, value: 0.9, words: 'as told' }),
        'as told',
        ['AUC'],
      ] as const,
  ),
  [
    ({ leakage }) => leakage.suspect('tenure', '1', 'ask'),
    '"tenure" may be known only after the outcome (1), and is said to be known beforehand: ask',
    ['tenure', 'ask'],
  ],
  [({ leakage }) => leakage.more(2), 'so may 2 more features'],
  [
    ({ leakage }) => leakage.advice,
    'leave such features out, or say in the document under "knownBeforehand" why they are known in time',
    ['knownBeforehand'],
  ],
  [({ leakage }) => leakage.check(['1', '2']), '1; 2'],
  [({ rivals }) => rivals.byChance, 'by chance'],
  [({ uplift }) => uplift.titles.model('mail'), 'by what mail changes', ['mail']],
  [({ uplift }) => uplift.titles.response('mail', 'success'), 'by P(success given mail)', ['mail']],
  [({ uplift }) => uplift.titles.response('mail', 'value'), 'by the value expected given mail', ['mail']],
  [({ uplift }) => uplift.titles.random, 'by chance'],
  [({ uplift }) => uplift.titles.choice, 'what the model expects most of'],
  [({ uplift }) => uplift.titles.everybody('mail'), 'mail for everybody', ['mail']],
  [({ uplift }) => uplift.titles.nothing, 'nothing'],
  [({ uplift }) => uplift.nothingToCompare, 'There is nothing to compare.'],
  [({ uplift }) => uplift.nothingToChoose, 'There is nothing to choose from.'],
  [
    ({ uplift }) => uplift.rivalWins('mail', 'human rule', reach(0.2), reach(0.1), reach(-0.3)),
    'mail: the human rule wins here: Qini 0.2000 against 0.1000, the model is behind by 0.3000 [0.2000, 0.4000]. Use the rule.',
    ['mail', 'Qini'],
  ],
  [
    ({ uplift }) => uplift.wrongWayRound('mail', reach(-0.3)),
    'mail: the model ranks the wrong way round: those whom it puts last are moved most (Qini −0.3000 [−0.4000, −0.2000]). Do not use it.',
    ['mail', 'Qini'],
  ],
  [
    ({ uplift }) => uplift.nobody('mail', reach(0)),
    "mail: nobody can be told from chance (model's Qini 0.0000 [−0.1000, 0.1000]): the treatment works alike on everybody, or there are too few rows. Treat all or none, by the effect on everybody.",
    ['mail', 'Qini'],
  ],
  [
    ({ uplift }) => uplift.draw('mail', ['response model', 'human rule'], reach(0)),
    'mail: a draw: the model cannot be told from the response model and the human rule by Qini (0.0000 [−0.1000, 0.1000]). Collect more rows, or use the simpler one.',
    ['mail', 'Qini'],
  ],
  [
    ({ uplift }) => uplift.modelWins('mail', reach(0.3), [{ rival: 'response model', ahead: reach(0.2) }]),
    'mail: the model wins: Qini 0.3000 [0.2000, 0.4000], better than chance and the response model by 0.2000 [0.1000, 0.3000].',
    ['mail', 'Qini'],
  ],
  [
    ({ uplift }) => uplift.notRandom('mail', '1', reach(0.2), 'success', '2'),
    'mail: the treated were not drawn by chance: 1. The treated do 20.00 points [10.00 points, 30.00 points] better than the controls, who were other people: that is no effect, and nothing here is proven. 2',
    ['mail'],
  ],
  [
    ({ uplift }) => uplift.noWeighting('1'),
    'Weighting cannot mend it: 1. Use people of whom a random part got nothing.',
  ],
  [
    ({ uplift }) => uplift.weighted(reach(2), 'value', 50, 60),
    'Weighted so that both sides look alike in what is known (as much as 50 treated and 60 controls would say), it changes 2.00 [1.90, 2.10]; what is not known may still differ.',
  ],
  ...(
    [
      ['ahead', 'Choosing: the model beats the human rule (甲), and with it all others: '],
      ['draw', 'Choosing: the model does not beat the human rule (甲): '],
      ['behind', 'Choosing: the human rule (甲) is better than the model: '],
    ] as const
  ).map(
    ([standing, begins]) =>
      [
        ({ uplift }: ModelPhrases) =>
          uplift.choice(
            standing,
            { kind: 'human rule', title: '甲' },
            { of: 'success', model: 0.2, rival: 0.1, ahead: reach(0.1) },
          ),
        `${begins}success 20.00 % against 10.00 %, difference 10.00 points [0.00 points, 20.00 points].${standing === 'draw' ? ' Use the simpler one.' : ''}`,
      ] as const,
  ),
  [
    ({ uplift }) => uplift.choiceNotRandom(['mail', 'call']),
    'Choosing: nothing is proven, since those who got mail or call were not drawn by chance.',
    ['mail', 'call'],
  ],
  [({ balance }) => balance.alike('1'), 'treated and controls look alike: 1'],
  [
    ({ balance }) => balance.classifier(reach(0.5)),
    'a classifier tells the two apart 50 of 100 times [40 to 60], and a coin 50',
  ],
  [({ balance }) => balance.apart('1', '2'), '1; 2'],
  [
    ({ balance }) => balance.difference('age', -0.3),
    'the treated stand 0.30 standard deviations lower in age',
    ['age'],
  ],
  [({ balance }) => balance.evenWeighted('1'), 'even weighted, 1'],
  [
    ({ balance }) => balance.fewRows(900, 12.3, 50),
    'the 900 rows say as much as 12.3 would, and at least 50 are needed',
  ],
  [({ balance }) => balance.oneRow(0.3), 'one row holds 30 % of the weight: what it did would decide alone'],
  [({ drift }) => drift.pools.judged, 'the judged rows'],
  [({ drift }) => drift.pools.latest(20), 'the latest 20 decisions'],
  [({ drift }) => drift.score, 'the score'],
  [
    ({ drift }) => drift.change({ ...move, statement: { is: 'above', value: 171 } }),
    '94 % are above 171, in training 0.3 % (the median is 280, was 45)',
  ],
  [
    ({ drift }) => drift.change({ ...move, medians: null, statement: { is: 'category', value: '甲' } }),
    '94 % are “甲”, in training 0.3 %',
  ],
  ...(
    [
      [{ is: 'below', value: 5 }, 'are below 5'],
      [{ is: 'at most', value: 5 }, 'are 5 or less'],
      [{ is: 'another' }, 'have another value'],
      [{ is: 'missing' }, 'have no value'],
    ] as const
  ).map(
    ([statement, words]) =>
      [
        ({ drift }: ModelPhrases) => drift.change({ ...move, medians: null, statement }),
        `94 % ${words}, in training 0.3 %`,
      ] as const,
  ),
  [({ drift }) => drift.alike('7'), 'The people of 7 are like those that the model was trained on.'],
  [
    ({ drift }) => drift.differ('warned', '7', ['1', '2']),
    'Look first: the people of 7 differ from those that the model was trained on: 1; 2.',
  ],
  [
    ({ drift }) => drift.differ('refused', '7', ['1']),
    'Refused: the people of 7 are not those that the model was trained on: 1.',
  ],
  [({ drift }) => drift.moved('甲', 0.3, '1'), '甲 moved (stability index 0.30): 1'],
  [({ drift }) => drift.more(2), '2 more features'],
  [({ drift }) => drift.scoreMoved(0.3, '1'), 'the scores moved too (stability index 0.30): 1'],
  [({ drift }) => drift.classifier(0.8), 'a classifier tells the two apart 80 of 100 times (50 is a coin)'],
  [({ drift }) => drift.calibration(0.2, 0.1), '20 % were promised to convert and 10 % did'],
  [({ drift }) => drift.absent(['age', 'city']), 'the pool does not know age, city', ['age', 'city']],
  [({ drift }) => drift.few(20), '20 people are few: only great moves can be told from chance'],
  [({ explanation }) => explanation.answers.yes, 'yes'],
  [({ explanation }) => explanation.answers.no, 'no'],
  [({ explanation }) => explanation.stretch({ kind: 'missing' }), 'missing'],
  [({ explanation }) => explanation.stretch({ kind: 'any' }), 'any'],
  [({ explanation }) => explanation.stretch({ kind: 'answer', answer: 'no' }), 'no'],
  [({ explanation }) => explanation.stretch({ kind: 'whole', from: '1', to: '4' }), '1 to 4'],
  [({ explanation }) => explanation.stretch({ kind: 'whole', from: '1', to: null }), '1 or more'],
  [({ explanation }) => explanation.stretch({ kind: 'real', from: null, to: '4.5' }), 'up to 4.5'],
  [({ explanation }) => explanation.stretch({ kind: 'real', from: '1.5', to: '4.5' }), 'above 1.5 up to 4.5'],
  [
    ({ explanation }) => explanation.ownCurves,
    'curves are those of the model itself, with 95 % intervals from its bags',
  ],
  [
    ({ explanation }) => explanation.sampled(0.123),
    "parts were sampled: the standard error of one person's part is up to 0.12",
  ],
  [({ fairness }) => fairness.unknown, 'not known'],
  [({ fairness }) => fairness.band(null, 30), 'below 30'],
  [({ fairness }) => fairness.band(30, 40), '30 to below 40'],
  [({ fairness }) => fairness.band(40, null), '40 and more'],
  [({ fairness }) => fairness.selection({ by: 'threshold', threshold: 0.5 }), 'who scores 0.5 or more'],
  [
    ({ fairness }) => fairness.selection({ by: 'share', share: 0.2, threshold: 0.1935, divided: 12 }),
    'the top 20 %, who score 0.1935 or more, of the 12 with exactly so much some by chance',
  ],
  [({ fairness }) => fairness.group('甲', reach(0.5)), '甲 (0.50 [0.40, 0.60])'],
  [({ fairness }) => fairness.tooFew(['甲', '乙']), 'Too few people to say anything about 甲 and 乙.'],
  [({ fairness }) => fairness.noneLarge, 'No group is large enough to compare.'],
  [
    ({ fairness }) => fairness.below(['甲'], '乙'),
    'Warning: 甲 is selected less than four fifths as often as 乙, and chance does not explain it: find out why before this runs.',
  ],
  [
    ({ fairness }) => fairness.perhaps(['甲', '丙'], '乙'),
    '甲 and 丙 are selected less than four fifths as often as 乙, which may be chance: look again with more people.',
  ],
  [
    ({ fairness }) => fairness.alike('乙'),
    'Every group that is large enough is selected at least four fifths as often as 乙.',
  ],
  [({ fairness }) => fairness.paragraph(['1.', '2.']), '1. 2.'],
  [({ fairness }) => fairness.holds, 'The probabilities hold in every group that is large enough.'],
  [
    ({ fairness }) => fairness.promises(['甲'], ['乙']),
    '甲 converted more often than promised: the model passes them over; 乙 converted less often than promised: the model overrates them.',
  ],
  [
    ({ fairness }) => fairness.read('gender', true),
    'The models read "gender": the strategy must say why ("sensitiveFacts").',
    ['gender', 'sensitiveFacts'],
  ],
];

it.each(TOLD.map(([told, english, names = []]) => ({ told, english, names })))(
  '$english',
  ({ told, english, names }) => {
    expect(told(modelPhrases())).toBe(english);
    const rest = names.reduce((text, name) => text.replaceAll(name, ''), told(modelPhrases('zh')));
    expect(rest).not.toMatch(/[A-Za-z]/);
  },
);

it('tells every phrase there is', () => {
  const asked = new Set<string>();
  const phrases = watched(modelPhrases(), '', asked);
  for (const [told] of TOLD) told(phrases);
  expect(phraseNames(modelPhrases()).filter((name) => !asked.has(name))).toEqual([]);
});

/** The same phrases, which note what is asked of them. */
function watched<T extends object>(table: T, path: string, asked: Set<string>): T {
  return new Proxy(table, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      const name = `${path}/${String(key)}`;
      if (typeof value === 'object' && value !== null) return watched(value, name, asked);
      asked.add(name);
      return value;
    },
  });
}

function phraseNames(table: object, path = ''): readonly string[] {
  return Object.entries(table).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? phraseNames(value, `${path}/${key}`) : [`${path}/${key}`],
  );
}
