import { type Entries } from '../../catalogue.js';

/** What a report of recency, frequency and monetary value says. */
export const RFM_REPORT: Entries = {
  '{people} people who purchased {purchases} times for {value} in all, until {date}':
    '截至{date}，{people}人共购买{purchases}次，合计{value}',
  '{people} people in “champions” ({share} of the people) brought {worth} of the value':
    '“最佳客户”有{people}人（占人数的{share}），贡献了{worth}的价值',
  '{people} people in “at risk” ({share} of the people) brought {worth} of the value':
    '“有流失风险”有{people}人（占人数的{share}），贡献了{worth}的价值',
  '{people} people in “cannot lose them” ({share} of the people) brought {worth} of the value':
    '“不能失去”有{people}人（占人数的{share}），贡献了{worth}的价值',
  'Nobody is a champion: recent and frequent at once': '没有最佳客户：没有人既近期又频繁购买',
  'The largest move since {date}: {people} people from “{from}” to “{to}”':
    '自{date}以来最大的变动：{people}人从“{from}”变为“{to}”',
  Segments: '分组',
  'Segments by their size and value': '各分组的人数与价值',
  Segment: '分组',
  'Purchases a person': '人均购买次数',
  'Recency and frequency': '近度与频度',
  'How many people have which scores; 5 is best': '各评分的人数，5 为最好',
  'People by recency and frequency score': '按近度和频度评分的人数',
  'Recency ↓ Frequency →': '近度 ↓ 频度 →',
  'What the scores mean': '评分的含义',
  'Figures of each score': '各评分对应的数值',
  Score: '评分',
  'Days since the last purchase': '距上次购买的天数',
  Purchases: '购买次数',
  'Stages of the life-cycle': '生命周期阶段',
  'Stages by their size and value': '各阶段的人数与价值',
  'Who moved': '谁变动了',
  'From where people were on {date} (rows) to where they are (columns), by {fact}; the shade is the share of the row':
    '从{date}所在的阶段（行）到现在的阶段（列），按{fact}划分；颜色深浅为占该行的比例',
  'People by the stage they were in and are in': '按原阶段和现阶段的人数',
  'From ↓ To →': '从 ↓ 到 →',
  'Moves, the largest first': '变动，从大到小',
  From: '从',
  To: '到',
  'A score is 1 + the number of fifths of all people who are strictly worse: equal figures get equal scores, and where many are equal a score may be missing':
    '评分为 1 加上严格更差的人所占的五分位数：数值相同则评分相同，相同的人很多时可能缺少某个评分',
  'Segments go by recency and frequency; the monetary score is a third figure beside them':
    '分组依据近度和频度；金额评分是另外的第三个数值',
  champions: '最佳客户',
  'loyal customers': '忠诚客户',
  'potential loyalists': '潜在忠诚客户',
  'new customers': '新客户',
  promising: '有希望',
  'need attention': '需要关注',
  'about to sleep': '即将沉睡',
  'cannot lose them': '不能失去',
  hibernating: '休眠',
  'without a stage': '无阶段',
  'not here yet': '当时还不是客户',
  new: '新客户',
  active: '活跃',
  loyal: '忠诚',
  'at risk': '有流失风险',
  dormant: '沉睡',
  lost: '流失',
};
