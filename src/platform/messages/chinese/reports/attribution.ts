import { type Entries } from '../../catalogue.js';

/** What a report of attribution says. */
export const ATTRIBUTION_REPORT: Entries = {
  '{journeys} journeys on {paths} paths of {source}, until {date}':
    '截至{date}，{source}的{paths}条路径上共{journeys}条旅程',
  '{journeys} journeys on {paths} paths of {source}': '{source}的{paths}条路径上共{journeys}条旅程',
  'stored events': '已存事件',
  'No journey ended with a conversion: there is nothing to credit': '没有旅程以转化结束：没有可归因的内容',
  '"{channel}" counts most: {lost} of conversions would be lost if journeys ended at it, which credits it with {share} of them':
    '"{channel}"最重要：如果旅程止于它，会失去{lost}的转化，因此将{share}的转化归给它',
  '{conversions} of {journeys} journeys converted ({share})': '{journeys}条旅程中有{conversions}条转化（{share}）',
  'Who only counts the last touch comes to nearly the same': '只看最后一次接触得到的结果几乎相同',
  'Who only counts the last touch gives "{channel}" {last} conversions instead of {removal}':
    '如果只看最后一次接触，"{channel}"得到{last}次转化，而不是{removal}次',
  '1 further conversion had no touch before': '另有1次转化之前没有任何接触',
  '{count} further conversions had no touch before': '另有{count}次转化之前没有任何接触',
  'Who was touched may have bought anyway: no way to credit proves that a channel caused anything. An experiment does':
    '被接触的人也许本来就会购买：任何归因都不能证明渠道带来了什么，只有实验可以',
  Conversions: '转化',
  'Conversions credited to each channel': '归给各渠道的转化',
  'Money credited to each channel': '归给各渠道的金额',
  Journeys: '旅程',
  'Journeys over each channel': '经过各渠道的旅程',
  Converted: '转化率',
  'Lost without it': '失去它的损失',
  'Touches to conversion': '到转化的接触次数',
  'Days to conversion': '到转化的天数',
  'Whether it holds': '是否稳定',
  'One half of the time has no conversions: nothing says whether this credit holds':
    '有一半时间没有转化：无法判断这一归因是否稳定',
  'Journeys that ended until {date} against those after: the share of conversions that would be credited to other channels. Plans that follow a way with a large share follow chance, or a change of the channels':
    '比较截至{date}结束的旅程与之后的旅程：会改归其他渠道的转化比例。比例大的办法，计划若依从它，就是依从偶然或渠道的变化',
  'How much the credit of each way moves between the halves': '各办法的归因在两半时间之间变动多少',
  Way: '办法',
  Moves: '变动',
  'Against the last touch': '与最后接触相比',
  'the same': '相同',
  steadier: '更稳定',
  'less steady': '更不稳定',
  'How channels are credited': '如何归因',
  First: '首次接触',
  Last: '最后接触',
  Linear: '平均分配',
  Position: '首末为主',
  'Time decay': '越近越多',
  Shapley: '按渠道平均',
  Removal: '移除法',
  'First: all to the first touch': '首次接触：全部归给第一次接触',
  'Last: all to the last touch: what most tools count, and the rival of all others':
    '最后接触：全部归给最后一次接触：多数工具的算法，也是其他办法的对照',
  'Linear: every touch the same': '平均分配：每次接触相同',
  'Position: 40 % each to the first and the last touch, 20 % to those between':
    '首末为主：首末两次接触各 40%，其间的接触共 20%',
  'Time decay: the last touch most; two touches earlier counts half': '越近越多：越靠后越多；早两次的接触算一半',
  'Shapley: every channel of a journey the same, however often it was touched':
    '按渠道平均：一条旅程的各渠道相同，不论接触多少次',
  'Removal: in proportion to what would be lost if journeys ended at the channel':
    '移除法：按旅程止于该渠道时会失去的转化比例',
  'Removal is the absorbing Markov chain of the journeys, which remembers {what}, solved exactly':
    '移除法是旅程的吸收马尔可夫链，记住{what}，精确求解',
  'the last touch': '最后一次接触',
  'the last {order} touches': '最后{order}次接触',
  'Channels that reach people who buy anyway get credit for it in every way; what nobody recorded as a touch gets none':
    '触达本来就会购买的人的渠道，在任何办法中都会得到归因；没有记录为接触的则得不到',
  'Journeys that have not converted yet count as such: some of the latest still will':
    '尚未转化的旅程按未转化计算：其中较新的有些仍会转化',
};
