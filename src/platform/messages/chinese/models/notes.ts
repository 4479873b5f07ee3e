import { type Entries } from '../../catalogue.js';

/** What a reader of a training, an evaluation or a backtest should know of the rows, and why a history compares nothing. */
export const NOTES: Entries = {
  '1 cell of "{column}" is no {kind} and counts as missing: {values}':
    '“{column}”有 1 个单元格不是{kind}，按缺失处理：{values}',
  '{count} cells of "{column}" are no {kind} and count as missing: {values}':
    '“{column}”有{count}个单元格不是{kind}，按缺失处理：{values}',
  '{values}, and {count} other texts': '{values}，另有{count}种文本',
  '"{column}" is read as text although {share} % of its cells are numbers: say "columns": {"{name}": {"type": "number"}} to count the others as missing':
    '“{column}”按文本读取，但其中 {share}% 的单元格是数值：写明 "columns": {"{name}": {"type": "number"}} 可将其余的按缺失处理',
  '"{column}" repeats, {ids} values in {rows} rows: where it names people say "person": "{name}" in the document or --person, else they stand on both sides of the split':
    '“{column}”有重复，{rows}行中有{ids}种值：如果它指明是哪个人，请在文档中写明 "person": "{name}" 或使用 --person，否则同一个人会出现在划分的两边',
  'the segment "{segment}" is not known here: rows outside of it are not left out':
    '这里没有人群“{segment}”：不会排除它之外的行',
  '{rows} rows are of {people} people ({column}): a split by hash is one of people':
    '{rows}行属于{people}人（{column}）：按哈希划分时按人划分',
  '{kept} of {all} rows are {which} ({column})': '{all}行中有{kept}行{which}（{column}）',
  '{rows}; {count} do not say what they got': '{rows}；{count}行没有说明得到了什么',
  '"{column}" has more than two numbers and is taken as a value: the effect is on its mean; for successes name which: "positive" or "above" in the document, or --positive':
    '“{column}”有两种以上的数值，按金额处理：效果指其平均值；如果要表示成功，请在文档中用 "positive" 或 "above"，或用 --positive 指明',
  'the rows are of {arms} arms with the control among them ({column}): pick with "where" unless that is meant':
    '这些行属于{arms}个组，对照也在其中（{column}）：如非有意，请用 "where" 挑选',
  '{rows} rows have no label ({why}) and are left out': '{rows}行没有标签（{why}），已排除',
  '"{column}" above {limit} counts as success: {successes} of {rows} rows':
    '“{column}”大于{limit}算成功：{rows}行中有{successes}行',
  'of "{column}" {values} counts as success, and {others} as none': '“{column}”中{values}算成功，{others}算未成功',
  'nothing else': '没有其他值',
  '{values}, {count} other values ({cells})': '{values}，另有{count}种值（{cells}）',
  '{rows} rows do not say what they got ({column}) and are left out': '{rows}行没有说明得到了什么（{column}），已排除',
  '{rows} rows got a treatment that the model does not know ({column})': '{rows}行得到了模型不认识的优惠（{column}）',
  '{champion} was trained on these rows: it is not compared': '{champion}是用这些行训练的：不作比较',
  '{champion} needs columns that these rows do not have': '{champion}需要这些行没有的列',
  '{champion} is an uplift model: it is not compared': '{champion}是增量模型：不作比较',
  'the champion, version {version},': '冠军版本 {version} ',
  'the document was changed after version {version} was trained': '版本{version}训练之后，文档有改动',
  '"{model}" was trained {count} times for this: it judges the document, not a stored version':
    '为此训练了{count}次“{model}”：评估的是文档，不是已存储的版本',
  '{count} folds instead of {wanted}: there are no more moments to cut at':
    '{count}折，而不是{wanted}折：没有更多可切分的时刻',
  'the hold-out judges the first fit of version {version}, which did not learn from it; what scores was fitted again on all {rows} rows':
    '保留数据评估的是版本{version}的首次拟合，它没有用过这些数据；用来评分的版本是用全部{rows}行重新拟合的',

  'the trigger is not replayed: the rows are taken as people who had set it off':
    '不回放触发条件：这些行视为已经触发了条件的人',
  'calibration: rows with an offer by the response model, rows without one by the natural model':
    '校准：有优惠的行按响应模型，没有优惠的行按自然购买模型',
  'every offer in "{column}" ({names}) is taken as "{offer}"': '“{column}”中的每个优惠（{names}）都视为“{offer}”',
  '{rows} rows got another offer ({names}) and are left out': '{rows}行得到了其他优惠（{names}），已排除',
  'the segment {segment} is not known here: nobody is left out': '这里没有人群{segment}：不排除任何人',
  'the history has no {facts}: nobody is left out by the segment {segment}':
    '历史数据中没有{facts}：不按人群{segment}排除任何人',
  'no column says what a conversion was worth: the order value of the strategy is taken':
    '没有列说明一次转化的金额：采用策略中的订单金额',
  'no column says who used the offer: the redemption rate of the strategy is taken':
    '没有列说明谁使用了优惠：采用策略中的核销率',
  'everybody of "{before}" in this history is in "{level}", too: what that step earns cannot be seen':
    '这段历史中，“{before}”这一层的每个人也都在“{level}”这一层：看不出这一步的收益',
  'everybody of "everybody" in this history is in "segment", too: what that step earns cannot be seen':
    '这段历史中，“所有人”这一层的每个人也都在“人群”这一层：看不出这一步的收益',
  'everybody of "everybody" in this history is in "trigger", too: what that step earns cannot be seen':
    '这段历史中，“所有人”这一层的每个人也都在“触发条件”这一层：看不出这一步的收益',
  'everybody of "everybody" in this history is in "predictive", too: what that step earns cannot be seen':
    '这段历史中，“所有人”这一层的每个人也都在“模型”这一层：看不出这一步的收益',
  'everybody of "segment" in this history is in "trigger", too: what that step earns cannot be seen':
    '这段历史中，“人群”这一层的每个人也都在“触发条件”这一层：看不出这一步的收益',
  'everybody of "segment" in this history is in "predictive", too: what that step earns cannot be seen':
    '这段历史中，“人群”这一层的每个人也都在“模型”这一层：看不出这一步的收益',
  'everybody of "trigger" in this history is in "predictive", too: what that step earns cannot be seen':
    '这段历史中，“触发条件”这一层的每个人也都在“模型”这一层：看不出这一步的收益',
  '{layer} "{segment}" is not known here': '这里没有{layer}“{segment}”',
  '{layer} reads {facts}, which this history does not have': '{layer}读取{facts}，而这段历史中没有',
  'events beside the rows tell it (--events FILE), or a column that says who had set it off (--trigger COLUMN)':
    '可以用行之外的事件（--events 文件），或说明谁触发了条件的列（--trigger 列名）',
  'the human rule reads what this history does not have': '人工规则读取的内容，这段历史中没有',
  'the strategy finds only {people} people worth the offer, of the {most} it might reach: all selectors take as many':
    '策略可以触达{most}人，但只认为{people}人值得发放优惠：各种选法都取同样的人数',
  'no column holds the probabilities: the shares of the offers within each campaign are taken, which is right only where they were drawn by lot':
    '没有列记录概率：采用每个营销活动中各优惠的占比，只有优惠是随机抽取时才正确',
  'too few conversions for a model of what each offer brings: weighted estimates only':
    '转化太少，无法为每个优惠的收益建模：只给出加权估计',
  'all policies are judged on rows from {moment} on, when the first windows were over: earlier ones only teach':
    '所有自动策略都在{moment}之后的行上评估，那时第一批时间窗口已结束：更早的行只用来学习',
  'the history has no {facts}: policies are not told of it': '历史数据中没有{facts}：自动策略不会得知',
  '{why}: whatever the figures are, this cannot pass': '{why}：无论结果如何，都不能通过',
  'the history does not say when anything happened': '历史数据没有说明事情发生的时间',
  'the models learned from random rows, of any time': '模型是从随机抽取的、任意时间的行学习的',
  '{rows} rows of {campaigns} are left out: all or none of them got an offer':
    '{campaigns}的{rows}行已排除：其中所有人都得到了优惠，或没有人得到',
  '{held} of the {rows} decisions held the person out: they tell what nothing brings, and count in what was':
    '{rows}个决策中有{held}个把人留白：它们说明不发优惠会怎样，并计入实际结果',
  '{count} decisions of the same arms had no choice (one offer was left, or no policy was asked), and are left out':
    '同样的实验组中有{count}个决策没有可选（只剩一个优惠，或没有用自动策略），已排除',

  'The offers of this history were not given at random: {imbalance}': '这段历史中的优惠不是随机发放的：{imbalance}',
  'The offers of this history were not given at random: {imbalance}; {what}':
    '这段历史中的优惠不是随机发放的：{imbalance}；{what}',
  'those who got an offer stand {distance} standard deviations {side} in {name} than those who got none':
    '得到优惠的人在{name}上比没有得到的人{side} {distance} 个标准差',
  'the treated stand {distance} standard deviations {side} in {name}':
    '得到优惠的人在{name}上{side} {distance} 个标准差',
  'a classifier tells the two apart {times} of 100 times [{from} to {to}], and a coin 50':
    '分类器区分两者，100 次中对 {times} 次 [{from} 至 {to}]，抛硬币为 50 次',
  'the recorded probabilities do not explain it': '记录的概率不能解释这一点',
  'without their recorded probabilities (--propensity) nothing can be concluded':
    '没有记录的概率（--propensity），无法得出结论',
  'The human rule cannot be replayed on this history': '人工规则无法在这段历史上回放',
  'Nothing is known about the models': '无法得知模型的效果',
  'The human rule reads what this history does not have, so that there is nothing to compare the models with':
    '人工规则读取的内容，这段历史中没有，因此没有可与模型比较的对象',
  'Add the columns that the rule reads': '请补充规则读取的列',
  'Everybody in this history got an offer, so that nobody shows what would have happened anyway':
    '这段历史中每个人都得到了优惠，没有人能说明不发优惠会怎样',
  'A model that leaves out natural buyers can only be judged where a random part got nothing: keep a hold-out in the next campaign':
    '排除自然购买者的模型，只有在随机的一部分人没有得到优惠时才能评估：请在下一次活动中保留留白组',
  'The recorded probabilities do not explain it: find out how the offers were given':
    '记录的概率不能解释这一点：请查明优惠是如何发放的',
  'Name the column of the recorded probabilities (--propensity), or use a campaign with a random control':
    '请指明记录概率的列（--propensity），或使用带随机对照组的活动',
  'Too little of this history speaks about the audiences: {who}, {why}':
    '这段历史中关于目标人群的内容太少：{who}，{why}',
  'Use a longer history or a larger audience': '请使用更长的历史或更多的人',
  "Only {conversions} conversions are expected in the strategy's audience, and fewer than {least} compare nothing":
    '策略的目标人群中预计只有{conversions}次转化，少于{least}次无法比较',
  'one row holds {share} % of the weight: what it did would decide alone':
    '一行就占了 {share}% 的权重：结果会由它一行决定',
  'the {rows} rows say as much as {effective} would, and at least {needed} are needed':
    '{rows}行的信息量只相当于{effective}行，至少需要{needed}行',
};
