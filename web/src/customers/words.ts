import { inLanguages } from '../words/language.js';

/** English says what reports and documents say. */
const AS_WRITTEN: Readonly<Record<string, string>> = {};

/** Of analyses of customers. */
export const WORDS = inLanguages(
  {
    title: 'Customers',
    sentence: 'What was found out about customers, and how old that is.',
    nothing: 'No analysis is published yet. It is a document that says what is to be found out.',
    write: 'Write an analysis',
    incoming: 'Events that come in',
    kinds: {
      rfm: 'Life-cycle',
      'lifetime-value': 'Value',
      personas: 'Personas',
      attribution: 'Attribution',
      'marketing-mix': 'Marketing mix',
      recommendations: 'Recommendations',
    },
    neverRan: 'It has not run yet.',
    age: (day: string, days: number) =>
      days < 1
        ? `As of today (${day})`
        : days < 2
          ? `As of yesterday (${day})`
          : `As of ${day}, ${String(Math.floor(days))} days ago`,
    isOld: 'It is old: run it again.',
    warning: 'No better than the simplest other way',
    version: (version: number) => `Version ${String(version)}`,
    document: 'The document',
    wholeReport: 'The whole report (in a new tab)',
    all: 'All analyses',

    run: 'Run it now',
    runHint: 'Finds it out anew from what is stored; a version with its report, and facts of people, come of it.',
    runOf: 'The run',
    versions: 'Versions',
    ofMoment: 'Of',
    by: 'by',
    people: 'People',
    counts: 'the one that counts',
    withdrawn: (day: string) => `withdrawn on ${day}`,
    rollBack: 'Put it back',
    rollBackHint: (version: number) =>
      `Version ${String(version)} takes the place of the present one: its report, what is answered from it, and the facts of people that it published.`,
    earlier: 'This is an earlier version.',
    present: 'Show the one that counts',

    // Life-cycle
    rfm: {
      bought: (people: string, purchases: string, value: string) =>
        `${people} customers bought ${purchases} times for ${value}.`,
      champions: (share: string, value: string) =>
        `${share} of them are champions, who buy often and lately, and bring ${value} of the value.`,
      largestMove: (day: string, people: string, from: string, to: string) =>
        `The largest move since ${day}: ${people} people from “${from}” to “${to}”.`,
      noMove: (day: string) => `Nobody moved between stages since ${day}.`,
      stages: 'Stages now',
      stagesSentence: 'How many people are in each stage, and what they bought for so far.',
      moves: 'Who moved',
      movesSentence: (day: string) =>
        `From where people were on ${day} (rows) to where they are now (columns); the darker, the larger the share of the row.`,
      from: 'From',
      to: 'To',
      newHere: 'not here yet',
      without: 'without a stage',
      segments: 'By recency and frequency',
      segment: 'Segment',
      people: 'People',
      purchasesEach: 'Purchases each',
      value: 'Value',
      share: 'Share of the value',
      cells: 'Scores',
      cellsSentence:
        'How many people have which scores: 5 is best. Rows are how lately they bought, columns how often.',
      recency: 'Lately',
      frequency: 'Often',
      names: AS_WRITTEN,
    },
    stageNames: AS_WRITTEN,

    // Value
    value: {
      worth: (people: string, value: string, days: string) =>
        `The ${people} customers are worth ${value} in the next ${days} days.`,
      purchases: (people: string, purchases: string, days: string) =>
        `The ${people} customers are expected to buy ${purchases} times in the next ${days} days.`,
      judged: (days: string, foretold: string, came: string) =>
        `Of the last ${days} days, which it had not seen, it foretold ${foretold} purchases; ${came} came.`,
      held: 'Its interval of then held what came.',
      notHeld: 'Its interval of then did not hold what came: take that of now for too narrow.',
      notJudged: 'Whether that can be believed was not judged.',
      base: 'Worth of all customers',
      interval: (lower: string, upper: string) => `95 % interval ${lower} to ${upper}`,
      buys: 'Purchases expected',
      customers: 'Customers',
      tracking: 'Purchases week by week',
      trackingSentence:
        'Repeat purchases of everybody since the first day: what came, and what was foretold of the time behind the line, unseen.',
      week: 'Week',
      came: 'came',
      purchasesAxis: 'Repeat purchases in all',
      judgedFrom: 'judged from here',
      ways: 'The model beside its rivals',
      waysSentence: 'How far each is off a customer, in purchases: less is better.',
      foretold: 'foretold',
      stages: 'Stages by the model',
      stagesSentence: 'Who is in which stage by what is expected of them, and what they are expected to bring.',
      pairs: 'Rule and model side by side',
      pairsSentence: (fact: string) =>
        `People by the stage of the rule (${fact}, rows) and by that of the model (columns): off the diagonal the two disagree.`,
      rule: 'Rule',
      model: 'Model',
      byPlugin: AS_WRITTEN,
    },

    // Personas
    personas: {
      groups: (count: string) =>
        `There are ${count} personas that stay the same when other people are looked at, and that stand apart.`,
      slices: (count: string) =>
        `There are no groups in these people: the ${count} personas are slices of one cloud. Speak of them, but do not expect that people inside of one behave alike.`,
      none: 'There are no personas: nobody is like enough others.',
      largest: (name: string, words: string, people: string, share: string) =>
        `The largest is ${name} (${words}): ${people} people, ${share}.`,
      outliers: (people: string) => `${people} people are like nobody.`,
      kept: (share: string) => `${share} of the people have the persona that they had before.`,
      map: 'Who stands near whom',
      mapSentence: 'People drawn at random: those near each other behave alike. The number is the middle of a persona.',
      right: (facts: string, share: string) => `To the right: ${facts} (${share} of the differences).`,
      up: (facts: string, share: string) => `Upwards: ${facts} (${share} of the differences).`,
      larger: (fact: string) => `larger ${fact}`,
      smaller: (fact: string) => `smaller ${fact}`,
      outlier: 'outliers',
      size: (people: string, share: string) => `${people} people, ${share}`,
      worth: (mean: string, share: string) => `${mean} each, ${share} of all value`,
      rule: (words: string) => `Somebody ${words}`,
      exact: (precision: string, recall: string) =>
        `Holds for ${recall} of the persona; ${precision} of those it holds for are of it.`,
      noRule: 'No condition tells them from the others.',
      make: 'Make a segment of it',
      persona: 'Persona',
      x: 'To the right',
      y: 'Upwards',
    },

    // Attribution
    attribution: {
      nothing: 'No journey ended with a conversion: there is nothing to credit.',
      most: (channel: string, lost: string, share: string) =>
        `“${channel}” counts most: ${lost} of conversions would be lost if journeys ended at it, which credits it with ${share} of them.`,
      converted: (conversions: string, journeys: string, share: string) =>
        `${conversions} of ${journeys} journeys converted (${share}).`,
      lastTouch: (channel: string, last: string, removal: string) =>
        `Who only counts the last touch gives “${channel}” ${last} conversions instead of ${removal}.`,
      untouched: (conversions: string) => `${conversions} further conversions had no touch before.`,
      proof: 'Who was touched may have bought anyway: no way to credit proves a cause. An experiment does.',
      credit: 'Conversions by channel',
      creditSentence:
        'What each channel is credited with if what would be lost without it counts, and if only the last touch does.',
      channel: 'Channel',
      journeys: 'Journeys',
      lost: 'Lost without it',
      holds: 'Whether it holds',
      holdsSentence: (day: string) =>
        `Journeys that ended before ${day} against those after: the share of conversions that would go to other channels. Less is steadier.`,
      ways: {
        first: 'First touch',
        last: 'Last touch',
        linear: 'Every touch the same',
        position: 'First and last most',
        timeDecay: 'Later touches more',
        shapley: 'Every channel the same (Shapley)',
        removal: 'What would be lost (removal)',
      },
    },

    // Marketing mix
    mix: {
      known: (channels: string, target: string) => `These data say what ${channels} returned in ${target}.`,
      unknown: (channels: string, target: string) =>
        `These data do not say what ${channels} returned in ${target}: an interval leaves a factor of three or more open.`,
      media: (lower: string, upper: string, target: string) =>
        `All channels together brought ${lower} to ${upper} of ${target}; the rest would have come without.`,
      refusedOpen: 'No other split of the budget is advised: whether it would bring anything is open.',
      refusedUnproven:
        'No other split of the budget is advised: the model tells weeks that it did not know no better than one without media.',
      better: (lower: string, upper: string, target: string) =>
        `A better split of the budget would bring ${lower} to ${upper} more ${target} a week.`,
      test: (channel: string) => `An experiment in ${channel} would teach the most.`,
      returns: 'What each channel returned',
      returnsSentence: (target: string) =>
        `${target} for each 1 that was spent, with intervals: wide ones say that the data do not tell.`,
      open: 'not told by these data',
      weeks: 'Week by week',
      weeksSentence: (weeks: string) => `What came, and what the model says; the last ${weeks} weeks it had not seen.`,
      actual: 'came',
      modelled: 'the model',
      week: 'Week',
      heldOut: 'judged from here',
      curves: 'What more spend would bring',
      curveSentence: (channel: string) => `What a steady spend on ${channel} brings a week.`,
      spend: 'Spend a week',
      budget: 'The budget',
      channel: 'Channel',
      present: 'Now',
      proposed: 'Proposed',
      least: 'At least',
      most: 'At most',
      judged: 'How well it tells weeks that it did not know',
      judgedSentence: 'How far off, as a share of the range: less is better.',
      and: ' and ',
      or: ' or ',
      rivals: AS_WRITTEN,
    },

    // Recommendations
    recommendations: {
      beats: (model: string, popular: string) =>
        `It beats recommending what is popular: lists are ${model} as good as perfect ones, the popular ones ${popular}.`,
      worse: (model: string, popular: string) =>
        `It is worse than recommending what is popular (${model} of perfect lists against ${popular}): recommend that.`,
      unsure: (model: string, popular: string) =>
        `It is not shown to beat recommending what is popular (${model} of perfect lists against ${popular}).`,
      hits: (places: string, model: string, popular: string) =>
        `Of ${places} recommended items people had ${model} later, of the popular ones ${popular}.`,
      coverage: (model: string, popular: string) =>
        `The lists show ${model} of all items, the popular ones ${popular}.`,
      ask: 'Try it',
      askSentence: 'What would be shown now, and because of what.',
      forPerson: 'To a person',
      forItem: 'Beside an item',
      peopleFor: 'People for an item',
      peopleSentence:
        'Who is the likeliest to buy it, of all who are stored and did not have it yet. The score orders people; it is no probability.',
      nobodyFor: 'Of nobody who did not have it yet the recommender says anything.',
      who: 'Person',
      score: 'Score',
      person: 'Id of the person',
      item: 'Id of the item',
      show: 'Show',
      because: 'Because',
      popular: 'popular with others',
      by: { model: 'the recommender', popularity: 'what is popular' },
      fallback: {
        popular: 'The recommender could not be asked: this is what is popular.',
        none: 'Nothing may stand there.',
      },
      place: 'Place',
      what: 'Item',
      from: 'From',
    },
  },
  {
    title: '客户分析',
    sentence: '关于客户的发现,以及它们有多新。',
    nothing: '还没有发布任何分析。分析是一份说明要发现什么的文档。',
    write: '新建分析',
    incoming: '接入的事件',
    kinds: {
      rfm: '生命周期',
      'lifetime-value': '价值',
      personas: '客群画像',
      attribution: '渠道归因',
      'marketing-mix': '营销组合',
      recommendations: '推荐',
    },
    neverRan: '尚未运行。',
    age: (day: string, days: number) =>
      days < 1
        ? `今天的结果(${day})`
        : days < 2
          ? `昨天的结果(${day})`
          : `${day} 的结果,${String(Math.floor(days))} 天前`,
    isOld: '结果较旧:请重新运行。',
    warning: '不比最简单的办法更好',
    version: (version: number) => `版本 ${String(version)}`,
    document: '文档',
    wholeReport: '完整报告(英文,在新页面打开)',
    all: '所有分析',

    run: '立即运行',
    runHint: '根据已存储的数据重新分析,产生一个带报告的版本,以及关于人的事实。',
    runOf: '本次运行',
    versions: '版本',
    ofMoment: '时点',
    by: '操作人',
    people: '人数',
    counts: '当前有效的版本',
    withdrawn: (day: string) => `${day} 撤回`,
    rollBack: '恢复此版本',
    rollBackHint: (version: number) =>
      `版本 ${String(version)} 将取代当前版本:它的报告、由它给出的回答,以及它发布的事实。`,
    earlier: '这是较早的版本。',
    present: '显示当前有效的版本',

    rfm: {
      bought: (people: string, purchases: string, value: string) =>
        `${people} 位客户购买了 ${purchases} 次,共 ${value}。`,
      champions: (share: string, value: string) => `其中 ${share} 是最佳客户(近期且频繁购买),贡献了 ${value} 的价值。`,
      largestMove: (day: string, people: string, from: string, to: string) =>
        `${day} 以来最大的变动:${people} 人从“${from}”到“${to}”。`,
      noMove: (day: string) => `${day} 以来没有人改变阶段。`,
      stages: '当前阶段',
      stagesSentence: '每个阶段有多少人,以及他们至今的购买额。',
      moves: '阶段变动',
      movesSentence: (day: string) => `从 ${day} 所在阶段(行)到现在的阶段(列);颜色越深,占该行的比例越大。`,
      from: '从',
      to: '到',
      newHere: '当时还不是客户',
      without: '无阶段',
      segments: '按近度和频度',
      segment: '分组',
      people: '人数',
      purchasesEach: '人均购买次数',
      value: '价值',
      share: '价值占比',
      cells: '评分',
      cellsSentence: '各评分的人数,5 为最好。行是购买的近度,列是频度。',
      recency: '近度',
      frequency: '频度',
      names: {
        champions: '最佳客户',
        'loyal customers': '忠诚客户',
        'potential loyalists': '潜在忠诚客户',
        'new customers': '新客户',
        promising: '有希望',
        'need attention': '需要关注',
        'about to sleep': '即将沉睡',
        'cannot lose them': '不能失去',
        'at risk': '有流失风险',
        hibernating: '沉睡',
      },
    },
    stageNames: {
      new: '新客户',
      active: '活跃',
      loyal: '忠诚',
      'at risk': '有流失风险',
      dormant: '沉睡',
      lost: '流失',
    },

    value: {
      worth: (people: string, value: string, days: string) => `${people} 位客户未来 ${days} 天的价值为 ${value}。`,
      purchases: (people: string, purchases: string, days: string) =>
        `预计 ${people} 位客户未来 ${days} 天购买 ${purchases} 次。`,
      judged: (days: string, foretold: string, came: string) =>
        `对它没有见过的最近 ${days} 天,预测 ${foretold} 次购买,实际 ${came} 次。`,
      held: '当时的区间包含了实际值。',
      notHeld: '当时的区间没有包含实际值:现在的区间也可能太窄。',
      notJudged: '是否可信尚未检验。',
      base: '全部客户的价值',
      interval: (lower: string, upper: string) => `95% 区间 ${lower} 至 ${upper}`,
      buys: '预计购买次数',
      customers: '客户数',
      tracking: '逐周购买',
      trackingSentence: '自第一天起所有人的重复购买:实际值,以及对竖线之后未见时间的预测。',
      week: '周',
      came: '实际',
      purchasesAxis: '累计重复购买',
      judgedFrom: '从这里开始检验',
      ways: '模型与其他办法',
      waysSentence: '每位客户的平均误差(购买次数),越小越好。',
      foretold: '预测',
      stages: '模型划分的阶段',
      stagesSentence: '按预期划分的阶段人数,以及预计带来的价值。',
      pairs: '规则与模型对照',
      pairsSentence: (fact: string) => `行为规则的阶段(${fact}),列为模型的阶段;对角线之外表示两者不一致。`,
      rule: '规则',
      model: '模型',
      byPlugin: { 'lifetime-value': '客户价值模型', 'own-rate': '每个人照旧', 'value-regression': '回归模型' },
    },

    personas: {
      groups: (count: string) => `有 ${count} 个客群,换一批人来看仍然相同,并且彼此分明。`,
      slices: (count: string) =>
        `这些人中没有自然的群体:${count} 个客群只是同一片人群的切片。可以用来交流,但不要指望同一客群的人行为一致。`,
      none: '没有客群:没有人与足够多的人相似。',
      largest: (name: string, words: string, people: string, share: string) =>
        `最大的是 ${name}(${words}):${people} 人,占 ${share}。`,
      outliers: (people: string) => `${people} 人与任何人都不像。`,
      kept: (share: string) => `${share} 的人保持了之前的客群。`,
      map: '谁与谁相近',
      mapSentence: '随机抽取的人:彼此靠近的人行为相似。数字是客群的中心。',
      right: (facts: string, share: string) => `向右:${facts}(占差异的 ${share})。`,
      up: (facts: string, share: string) => `向上:${facts}(占差异的 ${share})。`,
      larger: (fact: string) => `${fact} 更大`,
      smaller: (fact: string) => `${fact} 更小`,
      outlier: '离群者',
      size: (people: string, share: string) => `${people} 人,${share}`,
      worth: (mean: string, share: string) => `人均 ${mean},占全部价值的 ${share}`,
      rule: (words: string) => `条件:${words}`,
      exact: (precision: string, recall: string) => `覆盖该客群的 ${recall};符合条件的人中 ${precision} 属于该客群。`,
      noRule: '没有条件能把他们与其他人区分开。',
      make: '以此新建人群',
      persona: '客群',
      x: '向右',
      y: '向上',
    },

    attribution: {
      nothing: '没有旅程以转化结束:没有可归因的内容。',
      most: (channel: string, lost: string, share: string) =>
        `“${channel}”最重要:如果旅程止于它,会失去 ${lost} 的转化,因此归给它 ${share}。`,
      converted: (conversions: string, journeys: string, share: string) =>
        `${journeys} 条旅程中有 ${conversions} 条转化(${share})。`,
      lastTouch: (channel: string, last: string, removal: string) =>
        `如果只看最后一次接触,“${channel}”得到 ${last} 次转化,而不是 ${removal} 次。`,
      untouched: (conversions: string) => `另有 ${conversions} 次转化之前没有任何接触。`,
      proof: '被接触的人也许本来就会购买:任何归因都不能证明因果,只有实验可以。',
      credit: '各渠道的转化',
      creditSentence: '按“失去它会损失多少”和只看最后一次接触,各渠道分到的转化。',
      channel: '渠道',
      journeys: '旅程',
      lost: '失去它的损失',
      holds: '是否稳定',
      holdsSentence: (day: string) => `${day} 之前与之后的旅程相比,会改归其他渠道的转化比例。越小越稳定。`,
      ways: {
        first: '首次接触',
        last: '最后接触',
        linear: '平均分配',
        position: '首末为主',
        timeDecay: '越近越多',
        shapley: '按渠道平均(Shapley)',
        removal: '失去的损失(移除)',
      },
    },

    mix: {
      known: (channels: string, target: string) => `数据能说明 ${channels} 对 ${target} 的回报。`,
      unknown: (channels: string, target: string) => `数据不能说明 ${channels} 对 ${target} 的回报:区间相差三倍以上。`,
      media: (lower: string, upper: string, target: string) =>
        `所有渠道合计带来 ${target} 的 ${lower} 到 ${upper},其余没有广告也会有。`,
      refusedOpen: '不建议调整预算:是否会带来任何收益尚不确定。',
      refusedUnproven: '不建议调整预算:对没见过的周,模型不比没有媒体的模型更准。',
      better: (lower: string, upper: string, target: string) =>
        `更好的预算分配每周可多带来 ${lower} 到 ${upper} 的 ${target}。`,
      test: (channel: string) => `在 ${channel} 做实验能学到最多。`,
      returns: '各渠道每花费 1 的回报',
      returnsSentence: (target: string) => `每花费 1 带来的 ${target} 及其区间:区间宽表示数据说明不了。`,
      open: '数据不能说明',
      weeks: '逐周',
      weeksSentence: (weeks: string) => `实际值与模型值;最后 ${weeks} 周模型没有见过。`,
      actual: '实际',
      modelled: '模型',
      week: '周',
      heldOut: '从这里开始检验',
      curves: '增加花费会带来什么',
      curveSentence: (channel: string) => `在 ${channel} 上稳定花费时每周带来的结果。`,
      spend: '每周花费',
      budget: '预算',
      channel: '渠道',
      present: '现在',
      proposed: '建议',
      least: '下限',
      most: '上限',
      judged: '对没见过的周有多准',
      judgedSentence: '误差占范围的比例,越小越好。',
      and: '、',
      or: '、',
      rivals: {
        'the same week a year ago': '去年同一周',
        'the same without media': '不含媒体的相同模型',
        'least squares on spend': '对花费的最小二乘法',
      },
    },

    recommendations: {
      beats: (model: string, popular: string) => `优于推荐热门商品:列表达到完美列表的 ${model},热门列表为 ${popular}。`,
      worse: (model: string, popular: string) => `不如推荐热门商品(${model} 对 ${popular}):请推荐热门商品。`,
      unsure: (model: string, popular: string) => `没有证明优于推荐热门商品(${model} 对 ${popular})。`,
      hits: (places: string, model: string, popular: string) =>
        `推荐的 ${places} 件商品中,人们后来拥有 ${model} 件;热门列表为 ${popular} 件。`,
      coverage: (model: string, popular: string) => `列表展示了全部商品的 ${model},热门列表为 ${popular}。`,
      ask: '试一试',
      askSentence: '现在会展示什么,以及原因。',
      forPerson: '对一个人',
      forItem: '在一件商品旁',
      peopleFor: '为商品找人',
      peopleSentence: '在所有已存储且尚未拥有它的人中，最可能购买的人。分数只用于排序，不是概率。',
      nobodyFor: '对尚未拥有它的人，推荐模型没有任何判断。',
      who: '用户',
      score: '分数',
      person: '人的编号',
      item: '商品编号',
      show: '显示',
      because: '原因',
      popular: '受他人欢迎',
      by: { model: '推荐模型', popularity: '热门' },
      fallback: { popular: '无法询问推荐模型:这是热门商品。', none: '没有可展示的商品。' },
      place: '位置',
      what: '商品',
      from: '来自',
    },
  },
);

/** The words of one language. */
export type CustomerWords = (typeof WORDS)['en'];
