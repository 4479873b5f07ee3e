import { type Entries } from '../../catalogue.js';

/** What a report of personas says; their own words are told before. */
export const PERSONAS_REPORT: Entries = {
  '{people} people by {facts}, until {date}, grouped by {plugin}': '截至{date}，按{facts}，由{plugin}将{people}人分组',
  'There are no personas: nobody is like enough others': '没有客群：没有人与足够多的人相似',
  'There are no groups in these people: all of them are one persona': '这些人中没有自然的群体：所有人是同一个客群',
  'There are no groups in these people: all of them but the outliers are one persona':
    '这些人中没有自然的群体：除离群者外，所有人是同一个客群',
  'There are {count} personas that stay the same when other people are looked at, and that stand apart':
    '有{count}个客群，换一批人来看仍然相同，并且彼此分明',
  'There are no groups in these people: the {count} personas are slices of one cloud':
    '这些人中没有自然的群体：{count}个客群只是同一片人群的切片',
  'Speak of them, but do not expect that people inside of one behave alike: their silhouette is {width}':
    '可以用来交流，但不要指望同一客群的人行为一致：轮廓系数为{width}',
  'Speak of them, but do not expect that people inside of one behave alike: their silhouette is {width} (a cloud without groups gives {cloud})':
    '可以用来交流，但不要指望同一客群的人行为一致：轮廓系数为{width}（没有群体的人群为{cloud}）',
  'Speak of them, but do not expect that people inside of one behave alike: their silhouette is {width}, and other people give personas that agree with them by {stability} of 1':
    '可以用来交流，但不要指望同一客群的人行为一致：轮廓系数为{width}，换一批人得到的客群与之一致的程度为{stability}（满分 1）',
  'Speak of them, but do not expect that people inside of one behave alike: their silhouette is {width} (a cloud without groups gives {cloud}), and other people give personas that agree with them by {stability} of 1':
    '可以用来交流，但不要指望同一客群的人行为一致：轮廓系数为{width}（没有群体的人群为{cloud}），换一批人得到的客群与之一致的程度为{stability}（满分 1）',
  'The largest is {persona} ({words}): {people} people ({share})':
    '最大的是{persona}（{words}）：{people}人（{share}）',
  'Worth most is {persona} ({words}): {mean} a person, {share} of all value':
    '价值最高的是{persona}（{words}）：人均{mean}，占全部价值的{share}',
  '1 person ({share}) is like nobody: an outlier': '1 人（{share}）与任何人都不像：是离群者',
  '{people} people ({share}) are like nobody: they are outliers': '{people}人（{share}）与任何人都不像：他们是离群者',
  '{share} of the people have the persona that they had by the version before': '{share}的人保持了上一版本的客群',
  'New: {personas}': '新增：{personas}',
  'No more: {personas}': '不再存在：{personas}',
  'Persona {number}': '客群{number}',
  Persona: '客群',
  Personas: '客群',
  'Personas by their size and value': '各客群的人数与价值',
  Like: '特征',
  Since: '始于',
  'What sets them apart': '与众不同之处',
  'The largest differences from everybody, in standard deviations; the middle value unless said otherwise':
    '与所有人差异最大之处，以标准差计；除另有说明外为中位数',
  'What sets each persona apart from everybody': '各客群与所有人的差异',
  Fact: '事实',
  Everybody: '所有人',
  Difference: '差异',
  '{fact}, mean': '{fact}，均值',
  '{fact}: not known': '{fact}：未知',
  'As a condition': '作为条件',
  'A short condition that stands for each persona, to be used in a segment at once. Precision: how many of those it finds are of the persona. Recall: how many of the persona it finds. Measured on people that it was not made from, where there are enough':
    '代表各客群的简短条件，可直接用于人群。精确率：符合条件的人中属于该客群的比例。召回率：该客群中符合条件的比例。人数足够时，在未用于制定条件的人身上衡量',
  'Conditions that stand for personas': '代表各客群的条件',
  Who: '谁',
  Precision: '精确率',
  Recall: '召回率',
  'no short condition tells them from the others': '没有简短的条件能把他们与其他人区分开',
  '{persona} as the condition of a segment': '{persona}：作为人群的条件',
  Map: '地图',
  'Who stands near whom': '谁与谁相近',
  outliers: '离群者',
  '{count} people, drawn at random: those near each other behave alike. To the right: {across} ({share} of the differences). Upwards: {up} ({rest} of the differences)':
    '随机抽取的{count}人：彼此靠近的人行为相似。向右：{across}（占差异的{share}）。向上：{up}（占差异的{rest}）',
  '{count} people, drawn at random: those near each other behave alike. To the right: {across} ({share} of the differences)':
    '随机抽取的{count}人：彼此靠近的人行为相似。向右：{across}（占差异的{share}）',
  ...axes(),
  'many facts a little': '许多事实各占一点',
  'How many': '分成几个',
  'Silhouette: how much nearer people are to their own persona than to the next one, −1 to 1. Stability: how far personas of two halves of the people agree, 1 is fully':
    '轮廓系数：人们离自己的客群比离最近的另一个客群近多少，−1 到 1。稳定性：由两半人得到的客群一致的程度，1 为完全一致',
  'Numbers of personas that were tried': '尝试过的客群数',
  Silhouette: '轮廓系数',
  Stability: '稳定性',
  Taken: '采用',
  'Beside simpler ways': '与更简单的办法比较',
  'The personas hold {share} of all differences among people; {count} equal parts by {fact} alone hold {parts}':
    '客群解释了人与人之间差异的{share}；仅按{fact}等分为{count}份则解释{parts}',
  'Personas beside simpler divisions': '客群与更简单的划分',
  Division: '划分',
  'Differences held': '解释的差异',
  personas: '客群',
  'equal parts by {fact}': '按{fact}等分',
  'the same of a cloud without groups': '没有群体的人群的同样划分',
  'With long tails, and so counted as logarithms: {facts}': '分布有长尾，因此取对数计算：{facts}',
  '{fact} is not known of {people} people: they count as average in it, and as people of whom it is not known':
    '{people}人的{fact}未知：他们按平均值计算，并另记为未知',
  '{facts} is the same of everybody, and tells nobody apart': '所有人的{facts}都相同，无法区分任何人',
  'Personas are found by these facts alone: other facts would give others. They say how people behave, not why, and not what an offer would do':
    '客群仅由这些事实得出：换用其他事实会得到别的客群。它们说明人们如何行事，不说明原因，也不说明优惠会带来什么',
  'Who is new has no persona before the next run': '新客户在下次运行之前没有客群',
  'Who is new has no persona before the next run. Outliers have the persona "outlier"':
    '新客户在下次运行之前没有客群。离群者的客群为"outlier"',
  'The rows are {inertia} from their means in all (inertia: the sum of squared distances)':
    '各行到其均值的距离平方和（惯量）为{inertia}',
  'No number of groups stays the same when other rows are looked at: the most stable one was taken':
    '换一批数据来看，没有一个分组数保持不变：采用了最稳定的一个',
  'Neighbours are at most {epsilon} standard deviations apart, and {neighbours} of them make a group; learned from {rows} rows':
    '邻居相距不超过{epsilon}个标准差，{neighbours}个邻居构成一组；从{rows}行学习',
  'Nowhere are rows that close together: all of them are outliers': '没有任何地方的行如此靠近：全部是离群者',
  'All rows but the outliers are one group': '除离群者外，所有行是一组',
};

/** What an axis of the map goes by: up to three facts, each larger or smaller. */
function axes(): Entries {
  const signs = [
    ['larger', '大'],
    ['smaller', '小'],
  ] as const;
  let all: readonly (readonly [english: string, chinese: string])[] = [];
  let last: typeof all = [['', '']];
  for (const hole of ['{first}', '{second}', '{third}']) {
    last = last.flatMap(([english, chinese]) =>
      signs.map(([word, sign]) =>
        english === ''
          ? ([`${word} ${hole}`, `${hole}更${sign}`] as const)
          : ([`${english}, ${word} ${hole}`, `${chinese}、${hole}更${sign}`] as const),
      ),
    );
    all = [...all, ...last];
  }
  return Object.fromEntries(all);
}
