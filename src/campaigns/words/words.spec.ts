import { expect, it } from 'vitest';
import { type CampaignPhrases, campaignPhrases, type GuardrailSubject, switchedBy } from './index.js';

const NOON = Date.UTC(2026, 10, 30, 12);
const groups = [
  { group: 'heldOut', people: 102, share: 0.102, drawn: 0.1 },
  { group: { arm: 'model' }, people: 898, share: 0.898, drawn: 0.9 },
] as const;
const fallback = { watch: 'fallback', share: 0.15, without: 15, needed: 100, above: 0.1, within: 'PT1H' } as const;
const spent = { watch: 'cost', spent: 125, planned: 100, currency: 'CNY' } as const;
const converted = { treated: { people: 20_000, conversions: 400 }, heldOut: { people: 2_000, conversions: 100 } };
const lift = (subject: object): GuardrailSubject => ({ watch: 'lift', ...converted, below: 0, lift: null, ...subject });

const SENTENCES: readonly [(phrases: CampaignPhrases) => string, english: string, chinese: string][] = [
  [({ stops }) => stops.notActive, 'the strategy is not active now', '策略目前未生效'],
  [({ stops }) => stops.suppressed, 'wants no offers at all', '已要求不再被联系'],
  [({ stops }) => stops.noConsent('marketing'), 'no consent to marketing', '未同意用途“marketing”'],
  [({ stops }) => stops.noConsent(undefined), 'no consent', '未同意'],
  [({ stops }) => stops.noScore, 'a model could not score the person', '模型无法为此人评分'],
  [({ stops }) => stops.noChampion, 'a model has no version in use', '模型没有在用的版本'],
  [
    ({ stops }) => stops.capped({ contacts: 1, within: 'P7D' }),
    'had an offer of this strategy in 7 days',
    '7 天内已得到该策略的 1 次优惠',
  ],
  [
    ({ stops }) => stops.capped({ contacts: 2, within: 'P30D' }),
    'had 2 offers of this strategy in 30 days',
    '30 天内已得到该策略的 2 次优惠',
  ],
  [({ stops }) => stops.capped(null), 'had enough offers', '触达次数已满'],
  [({ stops }) => stops.noOffer, 'no offer is meant for the person', '没有面向此人的优惠'],
  [({ stops }) => stops.unprofitable, 'no offer is expected to bring a profit', '没有预期能带来利润的优惠'],
  [({ stops }) => stops.notInExperiment, 'takes no part in the experiment', '不参加实验'],
  [({ stops }) => stops.heldOut, 'held out, to measure what the offers bring', '属于对照组，用来衡量优惠的效果'],
  [({ stops }) => stops.stockSpent, 'the stock is spent', '库存已用完'],
  [({ stops }) => stops.budgetSpent, 'the budget is spent', '预算已用完'],
  [({ pool }) => pool, 'the campaign', '营销活动'],
  [({ sensitive }) => sensitive('age'), 'age (sensitive, not shown)', 'age（敏感信息，不显示）'],
  [({ held }) => held(1, 'x'), '1 person is held back: x', '1 人被暂缓：x'],
  [({ held }) => held(41_200, 'x'), '41,200 people are held back: x', '41,200 人被暂缓：x'],
  [({ heldAbout }) => heldAbout(900, 'x'), 'about 900 people are held back: x', '约 900 人被暂缓：x'],
  [
    ({ heldUntil }) => heldUntil(3, 'x', { until: NOON, zone: 'UTC' }),
    '3 people are held back: x, the last until 2026-11-30 12:00 (UTC)',
    '3 人被暂缓：x；最后一人到 2026-11-30 12:00（UTC）为止',
  ],
  [({ leftOut }) => leftOut(1, 'x'), '1 person was left out: x', '1 人被排除：x'],
  [({ leftOut }) => leftOut(2, 'x'), '2 people were left out: x', '2 人被排除：x'],
  [
    ({ nobody }) => nobody.files('x'),
    'Nobody is in x: name files that hold people.',
    'x 中没有人：请指定含有人员的文件。',
  ],
  [
    ({ nobody }) => nobody.stored,
    'Nobody is stored: import people (`strata import profiles`, or `POST /v1/batch`), or name files as the audience.',
    '尚未存储任何人：请导入人员（`strata import profiles` 或 `POST /v1/batch`），或指定文件作为受众。',
  ],
  [({ rows }) => rows.nameless(1), '1 row without an id was left out', '排除了没有编号的 1 行'],
  [
    ({ rows }) => rows.doubles(1_200),
    '1,200 rows of people who have another row were left out: each person counts once',
    '排除了重复人员的 1,200 行：每人只计一次',
  ],
  [
    ({ rows }) => rows.unknown(1),
    '1 person whom the files name is not stored, and was left out',
    '文件中的 1 人未被存储，已排除',
  ],
  [
    ({ rows }) => rows.unknown(2),
    '2 people whom the files name are not stored, and were left out',
    '文件中的 2 人未被存储，已排除',
  ],
  [
    ({ items }) => items.popular(1),
    '1 person gets popular items, because the recommender could not be asked',
    '1 人得到的是热门商品，因为推荐模型无法使用',
  ],
  [
    ({ items }) => items.none(20),
    '20 people get no items, because the recommender had none that may be recommended',
    '20 人没有得到商品，因为推荐模型没有可推荐的商品',
  ],
  [
    ({ switchedOff }) =>
      switchedOff({ strategy: 'gift', switch: 'stop', by: 'ann', reason: 'x', since: NOON, zone: 'UTC' }),
    '"gift" is stopped by ann since 2026-11-30 12:00 (UTC): x. It makes no offers until it is resumed (strata strategies resume gift --reason …).',
    '“gift”由 ann 自 2026-11-30 12:00（UTC）起停用：x。恢复之前不提供任何优惠。',
  ],
  [
    ({ switchedOff }) =>
      switchedOff({ strategy: 'gift', switch: 'fixedArms', by: 'ann', reason: 'x', since: NOON, zone: 'UTC' }),
    'Policies of "gift" were switched off by ann since 2026-11-30 12:00 (UTC): x. Its arms by a policy decide as the model does.',
    '“gift”的策略算法由 ann 自 2026-11-30 12:00（UTC）起关闭：x。由策略算法决定的实验组改由模型决定。',
  ],
  [({ guardrail }) => guardrail('lift'), 'the guardrail on lift', '护栏“提升”'],
  [({ guardrail }) => guardrail('cost'), 'the guardrail on cost', '护栏“花费”'],
  [({ guardrail }) => guardrail('fallback'), 'the guardrail on fallbacks', '护栏“未使用模型的决策”'],
  [({ guardrail }) => guardrail('sampleRatio'), 'the guardrail on the sample ratio', '护栏“实验组比例”'],
  [
    ({ found }) => found(lift({})),
    '2 % (400 of 20,000) of those who got the offer and 5 % (100 of 2,000) of those who were held out converted: too few people to tell',
    '得到优惠者中有 2%（20,000 人中的 400 人）转化，对照组中有 5%（2,000 人中的 100 人）转化：人数太少，无法判断',
  ],
  [
    ({ found }) => found(lift({ lift: { value: -0.03, lower: -0.045, upper: -0.0151, level: 0.95 } })),
    '2 % (400 of 20,000) of those who got the offer and 5 % (100 of 2,000) of those who were held out converted: −3 percentage points, between −4.5 and −1.51 (95 % certain at any time), for certain below 0 percentage points',
    '得到优惠者中有 2%（20,000 人中的 400 人）转化，对照组中有 5%（2,000 人中的 100 人）转化：相差 −3 个百分点，介于 −4.5 与 −1.51 之间（任何时刻的置信度为 95%），确定低于 0 个百分点',
  ],
  [
    ({ found }) => found(lift({ treated: { people: 0, conversions: 0 } })),
    'nobody got the offer yet: too few people to tell',
    '还没有人得到优惠：人数太少，无法判断',
  ],
  [
    ({ found }) => found(lift({ heldOut: { people: 0, conversions: 0 } })),
    'nobody was held out yet: too few people to tell',
    '还没有人进入对照组：人数太少，无法判断',
  ],
  [
    ({ found }) => found({ ...spent, allowed: null, time: null }),
    'its offers of the last 24 hours cost 125.00 CNY if all are redeemed that may still be, 100.00 CNY were planned',
    '最近 24 小时内的优惠，若仍可使用的全部被使用，花费为 125.00 元，计划为 100.00 元',
  ],
  [
    ({ found }) => found({ ...spent, allowed: 120, time: 'P3D' }),
    'its offers of 3 days cost 125.00 CNY if all are redeemed that may still be, 100.00 CNY were planned, at most 120.00 CNY are allowed',
    '最近 3 天内的优惠，若仍可使用的全部被使用，花费为 125.00 元，计划为 100.00 元，至多允许 120.00 元',
  ],
  [
    ({ found }) => found({ ...fallback, doubt: null }),
    '15 % of the decisions of the last 1 hour that needed a model did without (15 of 100), 10 % are allowed',
    '最近 1 小时内需要模型的决策中有 15% 未使用模型（100 次中的 15 次），允许 10%',
  ],
  [
    ({ found }) => found({ ...fallback, doubt: 'tooFew' }),
    '15 % of the decisions of the last 1 hour that needed a model did without (15 of 100), 10 % are allowed: too few to tell',
    '最近 1 小时内需要模型的决策中有 15% 未使用模型（100 次中的 15 次），允许 10%：次数太少，无法判断',
  ],
  [
    ({ found }) => found({ ...fallback, doubt: 'byChance' }),
    '15 % of the decisions of the last 1 hour that needed a model did without (15 of 100), 10 % are allowed: not more for certain',
    '最近 1 小时内需要模型的决策中有 15% 未使用模型（100 次中的 15 次），允许 10%：尚不能确定超出',
  ],
  [({ found }) => found({ watch: 'sampleRatio', groups: null }), 'nobody was drawn yet', '尚未抽取任何人'],
  [
    ({ found }) => found({ watch: 'sampleRatio', groups, found: { pValue: 0.1234 } }),
    '102 held out (10.2 %, drawn 10 %), 898 in model (89.8 %, drawn 90 %): p 0.123',
    '102 人进入对照组（10.2%，应为 10%），898 人进入“model”（89.8%，应为 90%）：p 0.123',
  ],
  [
    ({ found }) => found({ watch: 'sampleRatio', groups, found: { chiSquare: 677.44 } }),
    '102 held out (10.2 %, drawn 10 %), 898 in model (89.8 %, drawn 90 %): χ² 677, by chance less than once in a hundred, however often it is looked',
    '102 人进入对照组（10.2%，应为 10%），898 人进入“model”（89.8%，应为 90%）：χ² 677，无论查看多少次，偶然出现的机会不到百分之一',
  ],
  [
    ({ found }) => found({ watch: 'sampleRatio', groups: [{ ...groups[0], group: 'treated' }], found: 'tooFew' }),
    '102 treated (10.2 %, drawn 10 %): too few people to tell',
    '102 人得到优惠（10.2%，应为 10%）：人数太少，无法判断',
  ],
];

it.each(SENTENCES)('%s in two languages', (tell, english, chinese) => {
  expect([tell(campaignPhrases('en')), tell(campaignPhrases('zh'))]).toEqual([english, chinese]);
});

it('names guardrails in the language, and everybody else as they are called', () => {
  expect(switchedBy('the guardrail on lift', 'zh')).toBe('护栏“提升”');
  expect(switchedBy('the guardrail on lift')).toBe('the guardrail on lift');
  expect(switchedBy('ann@shop.example', 'zh')).toBe('ann@shop.example');
});
