import { type Guardrail } from '../../index.js';
import { type Phrases } from '../english/english.js';
import { deed } from './facts.js';
import { figures } from './figures.js';
import { joined, zh } from './joining.js';

const { amount, duration, number, percent, sentence, whole } = figures;

export const headings: Phrases['headings'] = {
  who: '人群',
  when: '时机',
  model: '模型',
  humanRule: '人工规则',
  offers: () => '优惠',
  money: '收支',
  limits: '限额',
  experiment: '实验',
  guardrails: '护栏',
  strategy: '策略',
  aim: '目标',
  quotas: '配额',
  list: '名单',
  what: '内容',
  aboutWhom: '对象',
  forFacts: '供计算事实使用',
  policy: '所有策略和营销活动合计',
  predicts: '预测',
  forWhom: '对象',
  learnsFrom: '学习数据',
  care: '谨慎',
  sensitive: '敏感',
  personal: '个人信息',
  contactPolicy: '联系政策',
};

export const persons: Phrases['persons'] = {
  person: (predicate) => zh`${predicate}的人`,
  ofSegment: (title, person) => `${title}（${person}）`,
  anyItem: '任意商品',
  item: (predicate) => zh`${predicate}的商品`,
  firstByScore: (model) => zh`模型 ${model} 评分最高的人`,
  firstByFact: (fact, order) => zh`${fact}${order === 'desc' ? '最高' : '最低'}的人`,
};

const AIMS = {
  profit: '预期利润最大。',
  conversions: '预期转化最多。',
  incrementalConversions: '在没有优惠也会发生的转化之外，预期转化最多。',
} as const;

export const campaigns: Phrases['campaigns'] = {
  strategy: (title, id) => [sentence(`${title}（${id}）`), '每人至多得到一个优惠。'],
  stored: '已存储且符合策略的人。',
  among: (files, id) => zh`仅限文件 ${files} 的列 ${id} 所列出的人。`,
  files: (files, id) => zh`文件 ${files} 中的人，以列 ${id} 标识。`,
  columns: (mapped) => sentence(mapped.map(({ fact, column }) => zh`${fact}在列 ${column} 中`).join('，')),
  allConsent: (purpose) => `文件中的所有人都已同意用途“${purpose}”。`,
  consentColumn: (purpose, column) => zh`列 ${column} 说明谁已同意用途“${purpose}”。`,
  aim: (aim) => AIMS[aim],
  aimOfStrategy: (first) => `按策略所定：${first}优先。`,
  people: (most) => `至多 ${number(most)} 人。`,
  roi: (least) => zh`全部成本的预期回报率至少为 ${percent(least)}。`,
  quota: (person, least, most) => {
    const bounds = [
      ...(least === undefined ? [] : [`至少 ${number(least)} 个`]),
      ...(most === undefined ? [] : [`至多 ${number(most)} 个`]),
    ];
    return sentence(zh`${bounds.join('、')}优惠给${person}`);
  },
  byHand: '由人工启动时。',
  cron: (cron, zone) => zh`按“${cron}”（分、时、日、月、星期）自动运行，以 ${zone} 的时钟为准。`,
  every: (every) => zh`每 ${duration(every)}一次，针对有新事件的人。`,
  table: (table) => zh`写入数据库的表 ${table}。`,
  webhook: (url, batch, secret) => zh`发送到 ${url}，每次 ${number(batch)} 人，以 ${secret} 签名。`,
  customerMatch: (platform, folder) =>
    zh`已同意者的电子邮箱和电话号码的哈希值，用于 ${platform} 的客户匹配，供下载${inFolder(folder)}。`,
  file: (format, folder) => zh`格式为 ${format} 的文件，供下载${inFolder(folder)}。`,
};

function inFolder(folder: string | undefined): string {
  return folder === undefined ? '' : zh`，并存入文件夹 ${folder}`;
}

type Deciding = Parameters<Phrases['strategies']['arms']>[0][number]['by'];

const REWARDS: Readonly<Record<string, string>> = { conversion: '转化', profit: '利润' };

function decides(by: Deciding): string {
  if (typeof by === 'string') return by === 'model' ? '模型' : '人工规则';
  return zh`策略算法“${by.policy}”（按${REWARDS[by.reward] ?? by.reward}，每个优惠至少 ${percent(by.explore)}）`;
}

export const strategies: Phrases['strategies'] = {
  only: (person) => sentence(zh`仅限${person}`),
  noConsent: '不要求同意。',
  consent: (purpose) => `须已同意用途“${purpose}”。`,
  begins: (from) => zh`于 ${from} 开始。`,
  ends: (to) => zh`于 ${to} 结束。`,
  sensitive: (fact, reason) => sentence(zh`使用敏感事实 ${fact}：${reason}`),
  firstWithoutObjective: (first) => `在没有自定目标的营销活动中，${first}优先。`,
  first: (first) => `在营销活动中，${first}优先。`,
  onFailure: (then) => (then === 'baseline' ? '若模型失败，由人工规则决定。' : '若模型失败，不向任何人提供优惠。'),
  offers: (offer) => `提供“${offer}”。`,
  offer: ({
    title,
    person,
    faceValue,
    minimumSpend,
    redemptionRate,
    contactCost,
    channel,
    stock,
    chance,
    currency,
  }) => {
    const spend = minimumSpend === undefined ? '' : zh`，订单满 ${amount(minimumSpend, currency)}可用`;
    return [
      zh`“${title}”${person === null ? '' : zh`，面向${person}`}：${faceValue === 0 ? '仅发消息' : `价值 ${amount(faceValue, currency)}`}${spend}`,
      ...(faceValue === 0 ? [] : [zh`转化者中 ${percent(redemptionRate)} 会使用`]),
      zh`每条消息 ${amount(contactCost, currency)}${channel === undefined ? '' : zh`（通过 ${channel}）`}`,
      ...(stock === undefined ? [] : [`库存 ${number(stock)} 份`]),
      `转化概率${chance}。`,
    ].join('，');
  },
  content: ({ model, items, where, perCategory, diversity, again }) => {
    const those = where === null ? '' : `，每件须为${where}`;
    const diverse = perCategory === undefined ? '' : `，同一类别至多 ${number(perCategory)} 件`;
    const unlike = diversity === 0 ? '' : `，并使彼此不同（程度 ${number(diversity)}，最高 1）`;
    return zh`附带 ${model} 推荐的 ${number(items)} 件商品${those}${diverse}${unlike}${again ? '，包括此人买过的商品' : ''}。`;
  },
  chanceOfModel: (model) => zh`由 ${model} 给出`,
  chanceOf: (rate) => zh`为 ${percent(rate)}`,
  goal: (event, within, margin, value) =>
    zh`成功是指 ${duration(within)}内${deed(event)}；收益为${value}的 ${percent(margin)}。`,
  gross: '没有优惠时人们会怎样做尚不可知，因此其利润为毛利润。',
  natural: (chance) => `没有优惠时的转化概率${chance}；只计算优惠带来的增量。`,
  profitable: '预期收益不高于成本的优惠不会提供。',
  humanRuleWins: '只有人工规则选中的优惠不论模型预期如何都会提供，以便二者在同样的人群上比较。',
  weight: (weight) => zh`与其他策略相比，其利润按 ${number(weight)} 倍计算。`,
  perUser: (contacts, within) => zh`${duration(within)}内每人至多 ${number(contacts)} 个优惠。`,
  budget: (budget, currency) => zh`消息和面值合计的预算为 ${amount(budget, currency)}。`,
  audience: (most) => `一次营销活动至多触达 ${number(most)} 人。`,
  roi: (least) => zh`当优惠的成本回报率低于 ${percent(least)} 时，营销活动停止。`,
  prices: (maxAge) =>
    zh`实时决策要求优惠带来的收益高于其占用额度在别处的收益，以最近 ${duration(maxAge)}内最新的营销活动运行所得为准。`,
  arms: (arms) =>
    sentence(
      arms
        .map(({ id, share, by }) => zh`${decides(by)}决定 ${percent(share)} 的人${id === null ? '' : `（“${id}”）`}`)
        .join('，'),
    ),
  part: (coverage, namespace, otherwise) => {
    const then = { none: '其余的人不提供优惠', model: '其余的人由模型决定', baseline: '其余的人由人工规则决定' };
    const part = [
      ...(coverage === null ? [] : [zh`每组的 ${percent(coverage)}`]),
      ...(namespace === null
        ? []
        : [zh`命名空间“${namespace.id}”的 ${percent(namespace.from)} 至 ${percent(namespace.to)}（其他实验不占用）`]),
    ];
    return zh`只有${joined(part, 'and')}参加；${then[otherwise]}。`;
  },
  phase: (phase) => zh`处于第 ${phase} 阶段，该阶段重新抽取了人员。`,
  plan: ({ model, decide, people, days, effect, read, noWorseThan }) => {
    const time = days === undefined ? '' : `在 ${whole(days)} 天内`;
    const saving = noWorseThan === undefined ? '' : zh`；若转化减少不超过 ${percent(noWorseThan)}，也可凭节省通过`;
    return zh`为模型“${model}”计划：${whole(people)} 人${time}可显示 ${percent(effect)} 的提升（${GOALS[decide] ?? decide}），${READINGS[read] ?? read}${saving}。`;
  },
  holdout: (share) => zh`本应得到优惠的人中有 ${percent(share)} 不得到优惠，以衡量其收益。`,
  seed: (seed) => `按种子“${seed}”抽取人员，结果始终相同。`,
  guardrail: (guardrail, currency) => {
    const then = {
      stop: '该策略自动停用，直到有人恢复',
      fixedArms: '策略算法不再选择，直到有人恢复',
      alert: '发出警报',
    };
    return zh`如果${watched(guardrail, currency)}，${then[guardrail.then]}。`;
  },
};

const GOALS: Readonly<Record<string, string>> = { conversion: '转化', profit: '利润', value: '价值' };
const READINGS: Readonly<Record<string, string>> = { once: '一次性读取结果', 'at any time': '随时读取结果' };

function watched(guardrail: Guardrail, currency: string | undefined): string {
  switch (guardrail.watch) {
    case 'lift': {
      const { below, level = 0.95 } = guardrail;
      const how = below === 0 ? '更低' : zh`至少低 ${number(-100 * below)} 个百分点`;
      return zh`得到优惠者的转化率比保留组${how}（任何时刻的置信度为 ${percent(level)}）`;
    }
    case 'cost': {
      const { perDay, ahead = 0 } = guardrail;
      const more = ahead === 0 ? '' : zh` ${percent(ahead)} 以上`;
      if (perDay !== undefined) return zh`其优惠在 24 小时内的成本超出 ${amount(perDay, currency)}${more}`;
      return zh`其优惠的成本超出按时间均摊的预算${more}`;
    }
    case 'fallback': {
      const { above, within } = guardrail;
      return zh`${duration(within)}内需要模型的决策中超过 ${percent(above)} 缺少模型`;
    }
    case 'sampleRatio':
      return '进入各组或保留组的人数比例与抽取比例不符，且超出偶然范围';
  }
}

export const policies: Phrases['policies'] = {
  clock: (fact, zone) => (fact === null ? zh`按 ${zone} 的时间` : zh`按此人的${fact}，否则按 ${zone} 的时间`),
  quiet: (rule, clock) => sentence(`${rule}，${clock}`),
  holdout: (share, seed) =>
    zh`本应得到优惠的人中有 ${percent(share)} 不从任何策略或营销活动得到优惠，以衡量全部活动的合计效果；按种子“${seed}”抽取，结果始终相同。`,
};

const TASKS: Readonly<Record<string, string>> = {
  binary: '是非',
  regression: '数值',
  uplift: '增量效果',
  ranking: '排序',
  clustering: '聚类',
};

export const models: Phrases['models'] = {
  predicts: (label, { task, plugin }) =>
    zh`${'event' in label ? zh`${duration(label.within)}内${deed(label.event)}` : zh`列 ${label.column}`}，作为${TASKS[task] ?? task}问题，由插件 ${plugin} 回答。`,
  everybody: '所有人',
  trainedOn: (treatment) => {
    if (typeof treatment !== 'string') return zh`有优惠和没有优惠的行（${treatment.column}）。`;
    return treatment === 'none' ? '没有得到优惠的人。' : '得到优惠的人。';
  },
  sees: (features) => sentence(zh`能看到的信息：${joined(features, 'and')}`),
  kept: (share, isLatest) => zh`保留 ${percent(share)} 的样本${isLatest ? '（最新的）' : ''}用于测试。`,
  minimum: (positives, negatives) => zh`成功少于 ${number(positives)} 例或其他少于 ${number(negatives)} 例时拒绝学习。`,
};

const MEASURED = {
  yearsSince: '至今的整年数',
  daysSince: '至今的天数',
  daysUntil: '距今的天数',
  daysToAnniversary: '距下一个周年日的天数',
} as const;

const TYPES: Readonly<Record<string, string>> = {
  number: '数字',
  string: '文本',
  boolean: '是或否',
  date: '日期',
  list: '列表',
};

const MEASURES: Readonly<Record<string, string>> = {
  count: '次数',
  sum: '总和',
  mean: '平均值',
  min: '最小值',
  max: '最大值',
  distinct: '不同值的个数',
  daysSinceLast: '最近一次至今的天数',
  daysSinceFirst: '第一次至今的天数',
};

const UNITS: Readonly<Record<string, string>> = { days: '天', years: '年', share: '占比' };

export const sources: Phrases['sources'] = {
  fact: ({ type, unit, currency }, source) => {
    if (unit === 'money') return sentence(`金额${currency === undefined ? '' : `（${currency}）`}：${source}`);
    return sentence(`${TYPES[type] ?? type}${unit === undefined ? '' : `（${UNITS[unit] ?? unit}）`}：${source}`);
  },
  sensitive: '策略只有说明理由才可使用。',
  personal: '它指明或标识一个人。',
  profile: (attribute, measure) => zh`档案中的 ${attribute}${measure === undefined ? '' : `，${MEASURED[measure]}`}`,
  events: ({ name, measure, property, within, ago, without, where }) => {
    const details = [
      ...where.map(([key, value]) => zh`${key} 为${value === 'true' ? '是' : value === 'false' ? '否' : value}`),
      ...(within === undefined ? [] : [zh`最近 ${duration(within)}内`]),
      ...(ago === undefined ? [] : [zh`至少 ${duration(ago)}前`]),
      ...(without === null
        ? []
        : [zh`此后没有${without.same === undefined ? '' : zh`相同 ${without.same} 的`}事件 ${without.name}`]),
    ];
    const of = property === undefined ? '' : zh`${property} 的`;
    return zh`事件 ${name} 的${of}${MEASURES[measure] ?? measure}${details.length === 0 ? '' : `（${details.join('，')}）`}`;
  },
  ratio: (part, of) => `${part}除以${of}`,
  cases: (cases) => cases.join('；'),
  case: (value, person) => `${value}：${person ?? '其余所有人'}`,
  computed: (output, analysis, maxAge) =>
    zh`分析 ${analysis} 最近一次运行的 ${output}${maxAge === undefined ? '' : zh`，至多 ${duration(maxAge)}前`}`,
};

export const analyses: Phrases['analyses'] = {
  about: (person) => sentence(person),
  publishes: (outputs) => {
    const told = outputs.map(({ output, type }) => `${output}（${TYPES[type] ?? type}）`);
    return sentence(`为每个人发布：${joined(told, 'and')}`);
  },
  attribution: ({ conversion, channel, within, period }) => [
    zh`每次转化（${conversion}）分摊到此人之前接触过的渠道${within === undefined ? '' : zh`（至多提前 ${duration(within)}）`}，渠道由 ${channel} 指明。`,
    ...(period === undefined ? [] : [zh`分析最近 ${duration(period)}。`]),
    '末次接触法与其他各种分摊方法并列；任何一种都不能证明转化的原因。',
  ],
  lifetimeValue: ({ event, horizon, hasValue, plugin, stages }) => [
    zh`用 ${plugin} 预测每个人在未来 ${duration(horizon)}内购买（${event}）的次数${hasValue ? '和金额' : ''}。`,
    '用观察期末尾未参与训练的数据评判，并与“每个人照旧”的规则比较。',
    ...(stages === undefined ? [] : [zh`将 ${stages} 的各阶段与预期的阶段比较。`]),
  ],
  marketingMix: ({ channels, target, controls, lifts, hasBudget }) => [
    zh`${channels.join('、')} 各为 ${target} 带来多少，以及有多大把握${controls.length === 0 ? '' : zh`；同时考虑 ${controls.join('、')}`}。`,
    ...(lifts.length === 0 ? [] : [zh`也采用 ${lifts.join('、')} 的实验结果。`]),
    ...(hasBudget ? ['在数据足以说明时，指出预算怎样分配会带来更多。'] : []),
  ],
  personas: ({ features, count, plugin, value }) => [
    zh`用 ${plugin} 按 ${count} 个事实（${features.join('、')}）将人分组。`,
    '每个画像由其突出特点以及一个对其多数人成立、对其他人很少成立的条件来描述。',
    ...(value === undefined ? [] : [zh`一个人的价值为 ${value}。`]),
  ],
  recommendations: ({ events, within, plugin, again }) => [
    zh`“${plugin}”根据谁拥有过哪些商品（${events.join('、')}${within === undefined ? '' : zh`，最近 ${duration(within)}内`}）学习还应向谁推荐什么。`,
    again ? '会再次推荐已拥有的商品。' : '不会再次推荐已拥有的商品。',
    '用人们之后拥有的商品评判，并与向所有人推荐热门商品比较。',
  ],
  rfm: ({ event, within, stages }) => [
    zh`每个人按最近购买时间、购买次数和金额（${event}${within === undefined ? '' : zh`，最近 ${duration(within)}内`}）得 1 至 5 分：5 分为最好的五分之一。`,
    '数值相同则得分相同。',
    ...(stages === null ? [] : [zh`统计 ${duration(stages.since)}内在 ${stages.fact} 各阶段之间移动的人数。`]),
  ],
};

export const previews: Phrases['previews'] = {
  beyondSql: () => '该条件无法用数据库查询准确表达：逐一读取并判断人员，人数多时只看其中一部分。',
};
