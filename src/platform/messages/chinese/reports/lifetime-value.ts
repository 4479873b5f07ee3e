import { type Entries } from '../../catalogue.js';
import { WAYS_OF_VALUE } from './terms.js';

/** What a report of lifetime value says. */
export const LIFETIME_REPORT: Entries = {
  '{people} who bought on {count} days in all from {from} to {to}, {share} of them on more than one; foretold by {name}':
    '{from}至{to}，{people}共在{count}天购买，其中{share}购买不止一天；由{name}预测',
  'The {people} customers are worth {worth} in the next {days} days: {purchases}':
    '{people}位客户未来{days}天的价值为{worth}：{purchases}',
  'The 1 customer is worth {worth} in the next {days} days: {purchases}':
    '这1位客户未来{days}天的价值为{worth}：{purchases}',
  'The {people} customers are expected to make {purchases} in the next {days} days':
    '预计{people}位客户未来{days}天有{purchases}',
  'The 1 customer is expected to make {purchases} in the next {days} days': '预计这1位客户未来{days}天有{purchases}',
  'Whether that can be believed was not judged. {why}': '是否可信尚未检验。{why}',
  'Whether that can be believed was not judged': '是否可信尚未检验',
  'Of the last {days} days, which it had not seen, the model foretold {foretold} of {purchases} ({off}); own rate {own} ({ownOff}), regression {rest} ({restOff})':
    '对它没有见过的最近{days}天，模型预测{foretold}次，实际{purchases}（{off}）；每个人照旧则预测{own}次（{ownOff}），回归模型{rest}次（{restOff}）',
  'Of the last {days} days, which it had not seen, the model foretold {foretold} of {purchases} ({off}); own rate {own} ({ownOff})':
    '对它没有见过的最近{days}天，模型预测{foretold}次，实际{purchases}（{off}）；每个人照旧则预测{own}次（{ownOff}）',
  'Of the last {days} days, which it had not seen, the model foretold {foretold} of {purchases} ({off}); {rivals}':
    '对它没有见过的最近{days}天，模型预测{foretold}次，实际{purchases}（{off}）；{rivals}',
  'Of the last {days} days, which it had not seen, the model foretold {foretold} of {purchases} ({off})':
    '对它没有见过的最近{days}天，模型预测{foretold}次，实际{purchases}（{off}）',
  'Its interval of then, {from} to {to}, held what came': '当时的区间{from}至{to}包含了实际值',
  'Its interval of then, {from} to {to}, did not hold what came: take that of now for too narrow':
    '当时的区间{from}至{to}没有包含实际值：现在的区间也可能太窄',
  'Against {way} the model is {exact} (off by {model} purchases a customer, {name} by {rule}), and finds who will buy {ranked} (AUC {auc} against {other})':
    '与{way}相比，模型{exact}（平均每位客户相差{model}次购买，{name}相差{rule}次），判断谁会购买则{ranked}（AUC 为{auc}，对方为{other}）',
  'Against {way} the model is {exact} (off by {model} purchases a customer, {name} by {rule}), and finds who will buy {ranked} (AUC {auc} against {other}). By what customers brought {rival} ordered them better (Gini {gini} against {own})':
    '与{way}相比，模型{exact}（平均每位客户相差{model}次购买，{name}相差{rule}次），判断谁会购买则{ranked}（AUC 为{auc}，对方为{other}）。按客户带来的金额，{rival}排得更好（Gini 为{gini}，模型为{own}）',
  'The rule calls {people} lost whom the model does not give up: it expects {purchases} of them':
    '规则认为{people}已流失，而模型没有放弃：预计他们有{purchases}',
  'The rule calls {people} lost whom the model does not give up: it expects {purchases} for {value} of them':
    '规则认为{people}已流失，而模型没有放弃：预计他们有{purchases}，合计{value}',
  'The model gives up {people} whom the rule does not call lost: it expects {purchases} of them':
    '模型放弃了{people}，而规则不认为他们已流失：预计他们有{purchases}',
  'The model gives up {people} whom the rule does not call lost: it expects {purchases} for {value} of them':
    '模型放弃了{people}，而规则不认为他们已流失：预计他们有{purchases}，合计{value}',

  'Foretold and held out': '预测与实际',
  'Everything learned from what was known on {date}, and foretold the {days} days after it of the {people} who were customers then: {buyers} of them bought':
    '各办法都只学习{date}已知的数据，并预测当时的{people}位客户此后的{days}天：其中{buyers}位购买了',
  '{plugin} could not learn: {why}': '{plugin}无法学习：{why}',
  'What was foretold beside what came': '预测值与实际值',
  'Off by, a customer': '每位客户的误差',
  'Who buys: AUC': '谁会购买：AUC',
  'Brought by the best tenth': '前十分之一带来的占比',
  'What came': '实际',
  '{share} too few': '少{share}',
  '{share} too many': '多{share}',
  right: '准确',
  'too many': '过多',
  'Better, or by chance?': '更好，还是偶然？',
  'How much better {name} is on the same customers; below 0 it is worse, and an interval that holds 0 is no difference for sure':
    '{name}在同样的客户上好多少；小于 0 为更差，区间包含 0 则不能确定有差别',
  'Differences on the same customers': '同样客户上的差别',
  Against: '与谁相比',
  'Nearer, purchases a customer': '每位客户更接近的购买次数',
  'Week by week': '逐周',
  'A model that knows how people leave bends as they do; a rule that nobody leaves goes on straight':
    '知道人们如何离开的模型会随之弯曲；认为无人离开的规则则一直向上',
  'Repeat purchases of all customers, added up': '所有客户的累计重复购买',
  'Repeat purchases until the end: {came}; expected of as many new customers: Lifetime value ({model}) {foretold}, Own rate {own}. Everything to the right of {date} was not known':
    '到最后的重复购买：{came}次；对同样多新客户的预期：客户价值模型（{model}）{foretold}次，每个人照旧{own}次。{date}右侧的一切当时都未知',
  'Repeat purchases until the end: {came}; expected of as many new customers: {foretold}. Everything to the right of {date} was not known':
    '到最后的重复购买：{came}次；对同样多新客户的预期：{foretold}。{date}右侧的一切当时都未知',
  'Weeks since the first purchase': '自首次购买起的周数',
  'Repeat purchases': '重复购买',
  'what came': '实际',
  'known until here ({date})': '已知到此（{date}）',
  'By how often people had come back': '按回购次数',
  'Purchases a customer in the days that were held out': '留作检验的日子里每位客户的购买次数',
  'Purchases a customer by how often they had come back': '按回购次数的人均购买次数',
  'Came back': '回购',
  never: '从未',
  once: '1 次',
  twice: '2 次',
  '{count} times': '{count}次',
  '{count} times or more': '{count}次或更多',
  'Stages by the model': '模型划分的阶段',
  'By the purchases that are expected in a year: below {lost} somebody is lost, below {dormant} dormant, from {loyal} on loyal; at risk is who is likelier gone than not, new who bought on one day only':
    '按一年内预计的购买次数：低于{lost}为流失，低于{dormant}为沉睡，{loyal}次起为忠诚；更可能已离开的为有流失风险，只在一天购买过的为新客户',
  'Stage by size and by what is expected': '各阶段的人数与预期',
  'Expected purchases': '预计购买次数',
  'Expected value': '预计价值',
  'Stages by the rule ({fact})': '规则划分的阶段（{fact}）',
  'What the model expects of the people in each stage of the rule, and where it would put them (columns)':
    '模型对规则各阶段的人的预期，以及模型会把他们划到哪里（列）',
  'People by the stage of the rule and of the model': '按规则阶段和模型阶段的人数',
  'Rule ↓ Model →': '规则 ↓ 模型 →',
  'Stage of the rule': '规则的阶段',
  'Stage of the rule by size and by what is expected': '规则各阶段的人数与预期',
  'Who was lost, and who came back': '谁流失了，谁又回来',
  'As rule and model had it before the days that were held out, and who bought in them all the same: the fewer of those who were called lost, the better':
    '规则与模型在检验期之前的判断，以及谁在检验期仍然购买：被认为流失的人中购买者越少越好',
  'Who bought, by whether rule and model called them lost': '按规则与模型是否认为流失划分的购买者',
  Called: '判断',
  Bought: '购买占比',
  'lost by both': '两者都认为流失',
  'lost by the rule alone': '仅规则认为流失',
  'lost by the model alone': '仅模型认为流失',
  'lost by neither': '两者都不认为流失',
  Parameters: '参数',
  'Of {name}, learned from everything': '{name}的参数，从全部数据学习',
  'Of {name}, learned from everything; log-likelihood of the purchases {likelihood}':
    '{name}的参数，从全部数据学习；购买的对数似然为{likelihood}',
  'Parameters with their standard errors': '参数及其标准误',
  Parameter: '参数',
  Estimate: '估计值',
  'Standard error': '标准误',
  'Several purchases on one day count once': '同一天的多次购买计一次',
  'The interval holds what is uncertain if customers go on by the model’s rules: what was held out says how far they did':
    '区间包含客户继续按模型的规律行事时的不确定性：留作检验的部分说明他们在多大程度上如此',
  'What people are expected to bring is not what a campaign would add: only an experiment shows that':
    '预计人们带来的，不是营销活动会增加的：只有实验能说明后者',
  'Whoever bought once counts as still buying for certain by some models: the figure says nothing about loyalty, and ranks nobody':
    '有些模型认为只购买过一次的人必定仍在购买：该数值不说明忠诚，也不能用来排序',
  'It learned from what was bought in {days} days; another time counts in proportion, however people slow down':
    '它从{days}天的购买中学习；其他时长按比例计算，不考虑人们会变慢',
  'What purchases are worth is not known': '购买的价值未知',
  'The data do not say how people differ: a parameter of the purchases has no best value':
    '数据没有说明人们如何不同：购买的一个参数没有最佳值',
  'How sure the parameters of the purchases are is not known': '购买参数的可靠程度未知',
  'Too few people bought again to say what a purchase of each is worth: the mean stands for all':
    '回购的人太少，无法判断每人一次购买的价值：以均值代表所有人',
  'The data do not say how much purchases differ in value': '数据没有说明购买的价值相差多少',
  ...WAYS_OF_VALUE,
};
