import { type Entries } from '../../catalogue.js';

/** What a report of a marketing mix says. */
export const MIX_REPORT: Entries = {
  '{weeks} weeks of {source}, {from} to {to}: what {channels} channels brought of {target}':
    '{source}的{weeks}周，{from}至{to}：{channels}个渠道为{target}带来了什么',
  '{weeks} weeks of {source}, {from} to {to}: what a channel brought of {target}':
    '{source}的{weeks}周，{from}至{to}：一个渠道为{target}带来了什么',
  'These data do not say what {channels} returned in {target}: its interval leaves a factor of three or more open':
    '这些数据无法说明{channels}为{target}带来多少回报：区间的上下限相差三倍或更多',
  'These data do not say what {channels} returned in {target}: every interval leaves a factor of three or more open':
    '这些数据无法说明{channels}为{target}带来多少回报：每个区间的上下限都相差三倍或更多',
  'These data say what every channel returned in {target}: {returns}':
    '这些数据说明了各渠道为{target}带来的回报：{returns}',
  'These data say what {returns} returned in {target}, but not what {others} did':
    '这些数据说明了{returns}为{target}带来的回报，但无法说明{others}的',
  'All channels together brought {from} to {to} of {target}; the rest would have come without':
    '所有渠道合计带来了{target}的{from}至{to}；其余没有它们也会有',
  'The channel brought {from} to {to} of {target}; the rest would have come without':
    '该渠道带来了{target}的{from}至{to}；其余没有它也会有',
  'No other split of the budget is advised: the best one within the bounds brings {from} to {to} more {target} a week, which leaves open whether it brings anything ({probability} likely)':
    '不建议改变预算分配：在限度内最好的分配每周多带来{from}至{to}的{target}，是否真有增加尚不确定（可能性{probability}）',
  'No other split of the budget is advised: the model expects {from} to {to} more {target} a week of the best one, but it tells weeks that it did not know no better than one without media':
    '不建议改变预算分配：模型预计最好的分配每周多带来{from}至{to}的{target}，但它对未知的周并不比不含媒体的模型更准',
  'Within these bounds the budget is where it should be': '在这些限度内，预算分配已经合适',
  'Moving the budget (a week: {moves}) brings {from} to {to} more {target} a week, expected {value}':
    '调整预算（每周：{moves}）每周多带来{from}至{to}的{target}，预计{value}',
  'An experiment in {channel} would teach the most: to know its return would be worth about {worth} a week in a better split':
    '对{channel}做实验最有收获：知道它的回报，可因更好的分配每周多得约{worth}',
  'On the last {weeks} weeks, which it did not know, this model is off by {error} of the range; the same week a year ago by {year}, the same without media by {without} and least squares on spend by {least}':
    '在它不知道的最近{weeks}周，本模型的误差为取值范围的{error}；去年同一周为{year}，不含媒体的相同模型为{without}，对花费的最小二乘法为{least}',
  'On the last {weeks} weeks, which it did not know, this model is off by {error} of the range; the same week a year ago by {year}, the same without media by {without} and least squares on spend by {least}. Something simpler tells these weeks as well or better, so little hangs on the model':
    '在它不知道的最近{weeks}周，本模型的误差为取值范围的{error}；去年同一周为{year}，不含媒体的相同模型为{without}，对花费的最小二乘法为{least}。更简单的办法对这些周同样准或更准，因此不要太依赖模型',
  'On the last {weeks} weeks, which it did not know, this model is off by {error} of the range; the same without media by {without} and least squares on spend by {least}':
    '在它不知道的最近{weeks}周，本模型的误差为取值范围的{error}；不含媒体的相同模型为{without}，对花费的最小二乘法为{least}',
  'On the last {weeks} weeks, which it did not know, this model is off by {error} of the range; the same without media by {without} and least squares on spend by {least}. Something simpler tells these weeks as well or better, so little hangs on the model':
    '在它不知道的最近{weeks}周，本模型的误差为取值范围的{error}；不含媒体的相同模型为{without}，对花费的最小二乘法为{least}。更简单的办法对这些周同样准或更准，因此不要太依赖模型',
  'this model': '本模型',
  'the same week a year ago': '去年同一周',
  'the same without media': '不含媒体的相同模型',
  'least squares on spend': '对花费的最小二乘法',
  'What each channel brings': '各渠道带来了什么',
  'Each 1 spent on {channel} returned {from} to {to}, {value} expected':
    '在{channel}上每花费 1，回报为{from}至{to}，预计{value}',
  '{channel}’s return is not identified by these data: between {from} and {to} for each 1 spent; {why}':
    '这些数据无法确定{channel}的回报：每花费 1 回报在{from}与{to}之间；{why}',
  'Spend and what it brought, by channel': '各渠道的花费及其带来的结果',
  'Spend a week': '每周花费',
  'Share of {target}': '占{target}的比例',
  'Returned for each 1': '每花费 1 的回报',
  'For one more': '再多花 1 的回报',
  'In later weeks': '在之后几周',
  'Known?': '可确定？',
  'Two equally good fits that disagree': '同样好却互相矛盾的两个拟合',
  'One says that each 1 spent on {channel} returned {high}, the other {low}; they miss the weeks by {one} and {another} of the range. Who reports one of them reports a choice':
    '一个说在{channel}上每花费 1 回报{high}，另一个说{low}；它们对各周的误差为取值范围的{one}和{another}。只报告其中一个，就是一种选择',
  'What each 1 spent returned, by two equally good fits': '两个同样好的拟合中每花费 1 的回报',
  'One fit': '一个拟合',
  Another: '另一个',
  'Missed the weeks by': '对各周的误差',
  'What experiments measured': '实验测得的结果',
  'The model takes them for evidence, each as sure as its interval is narrow': '模型以它们为证据，区间越窄越可靠',
  'Experiments, and what the model says of the same weeks': '实验，以及模型对同样几周的结果',
  Days: '日期',
  Measured: '测得',
  'The model with it': '采用后的模型',
  'What an experiment would tell': '实验会说明什么',
  'What it would be worth to know the return of a channel': '知道一个渠道的回报值多少',
  'Worth in {target} a week': '每周值多少{target}',
  'A better split of the budget': '更好的预算分配',
  'The spend of the last {weeks} weeks, scaled channel by channel: {from} to {to} more {target} a week':
    '将最近{weeks}周的花费逐个渠道调整：每周多{from}至{to}的{target}',
  'Spend a week, now and proposed': '每周花费，现在与建议',
  Now: '现在',
  Proposed: '建议',
  'At least': '至少',
  'At most': '至多',
  'What more spend brings': '多花费会带来什么',
  'What a steady spend brings a week, with the interval; {amount} are spent in a mean week':
    '稳定花费每周带来的结果及其区间；平均每周花费{amount}',
  '{target} a week': '每周{target}',
  brought: '带来',
  'spent now': '现在的花费',
  'How well it tells weeks that it did not know': '对未知的周有多准',
  '{share} of the {weeks} weeks that were held out lie in the interval that was said for them (95 % should)':
    '留作检验的{weeks}周中有{share}落在为它们给出的区间内（应为 95%）',
  'Root mean square error as a share of the range of the target': '均方根误差占目标取值范围的比例',
  'Weeks learned from': '用于学习的周',
  'Weeks held out': '留作检验的周',
  'The weeks as they were and as the model tells them': '各周的实际值与模型值',
  'The band holds what the model of the weeks before the dotted line expected; the {weeks} weeks after it were not known to it':
    '色带为虚线之前各周的模型的预期范围；虚线之后的{weeks}周它并不知道',
  Week: '周',
  actual: '实际',
  'said by the model': '模型值',
  'held out from here': '从这里开始检验',
  'No day of {name} lies in these weeks: nothing is known of what it does': '这些周中没有{name}：它的作用不得而知',
  'Intervals hold {share} of {draws} draws from what is known after the data (split R-hat {rhat}, as good as {independent} independent draws or more; seed {seed})':
    '区间包含数据之后所知的{draws}次抽样的{share}（split R-hat 为{rhat}，相当于至少{independent}次独立抽样；种子{seed}）',
  'Before the data, all media as one channel would bring 0 to 40 % of the target, less being likelier, and each channel more the more is spent on it; media never take away, and together never bring more than everything':
    '在看到数据之前，假定所有媒体合为一个渠道会带来目标的 0 至 40%，越少越可能，渠道花费越多带来越多；媒体不会使目标减少，合计也不会超过全部',
  'A return counts what was brought in these weeks against what was spent in them. What more spend than ever would bring is not known':
    '回报以这些周带来的结果对比这些周的花费。花费超过以往会带来什么，不得而知',
  'What one week has that the model does not tell goes on into the next with a correlation of {correlation}, which the intervals take into account':
    '一周中模型没有解释的部分会延续到下一周，相关系数为{correlation}，区间已考虑这一点',
  'A model of what went together proves no cause: whoever spends more when demand is high makes a channel look better than it is. An experiment proves it, and its result can be told to the model':
    '同时发生的模型不能证明因果：需求高时多花费，会让渠道看起来比实际更好。实验可以证明，其结果可以告诉模型',
};
