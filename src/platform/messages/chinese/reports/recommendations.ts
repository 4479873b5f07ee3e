import { type Entries } from '../../catalogue.js';

/** What a report of recommendations says. */
export const RECOMMENDATIONS_REPORT: Entries = {
  '"{plugin}" for {people} people and {items} items, who had to do with each other {times} times; judged on what {judged} people had after {date}':
    '"{plugin}"：{people}人与{items}件商品之间的{times}次互动；以{judged}人在{date}之后的互动来检验',
  'It beats popularity: nDCG@{places} {model} beside {popular} of recommending to everybody what is popular, {by} (95 % interval from {from} to {to})':
    '它优于热门商品：nDCG@{places} 为{model}，向所有人推荐热门商品为{popular}，相差{by}（95% 区间{from}至{to}）',
  'It is worse than popularity: nDCG@{places} {model} beside {popular} of recommending to everybody what is popular, {by} (95 % interval from {from} to {to}). Recommend what is popular':
    '它不如热门商品：nDCG@{places} 为{model}，向所有人推荐热门商品为{popular}，相差{by}（95% 区间{from}至{to}）。请推荐热门商品',
  'It does not beat popularity beyond doubt: nDCG@{places} {model} beside {popular} of recommending to everybody what is popular, {by} (95 % interval from {from} to {to})':
    '不能确定它优于热门商品：nDCG@{places} 为{model}，向所有人推荐热门商品为{popular}，相差{by}（95% 区间{from}至{to}）',
  'Of the {people} people of whom something was known before: {model} beside {popular}, {by} (from {from} to {to})':
    '在之前已有了解的{people}人中：{model}，热门商品为{popular}，相差{by}（{from}至{to}）',
  'Of {places} recommended items people had {had} later, of the popular ones {popular}; the lists show {share} of all items, the popular ones {rest}':
    '推荐的{places}件商品中，人们后来要了{had}件，热门商品为{popular}件；推荐列表覆盖全部商品的{share}，热门商品覆盖{rest}',
  '{share} of the places are filled by what is popular, where the model had nothing to say':
    '{share}的位置由热门商品填补，因为模型无可推荐',
  'How good the lists are': '推荐列表有多好',
  'Lists of {places} items, by what each person had later and not before':
    '{places}件商品的列表，以每人后来新要的商品衡量',
  'Lists of {places} items, by what each person had later': '{places}件商品的列表，以每人后来要的商品衡量',
  'Lists of {places} items, by what each person had later and not before; {people} of {all} people, drawn by the seed':
    '{places}件商品的列表，以每人后来新要的商品衡量；按种子从{all}人中抽取{people}人',
  'Lists of {places} items, by what each person had later; {people} of {all} people, drawn by the seed':
    '{places}件商品的列表，以每人后来要的商品衡量；按种子从{all}人中抽取{people}人',
  'The model beside popularity, with 95 % intervals over people': '模型与热门商品，附各人之间的 95% 区间',
  Lists: '列表',
  'Precision@{places}': '精确率@{places}',
  'Recall@{places}': '召回率@{places}',
  Coverage: '覆盖率',
  'Novelty, bits': '新颖度（比特）',
  popular: '热门商品',
  difference: '差别',
  'New people and new items': '新客户与新商品',
  'Of everybody who is judged by something was known before': '用来检验的人之前都已有了解',
  '{people} of the {all} people were new: of them nothing was known, and they get what is popular unless the plugin knows better (nDCG@{places} {model} beside {popular})':
    '{all}人中有{people}人是新客户：对他们一无所知，除非插件另有办法，他们得到热门商品（nDCG@{places} 为{model}，热门商品为{popular}）',
  '{items} items were new: nobody had them before. They were {later} of what people had later and {recommended} of what was recommended':
    '{items}件商品是新的：之前没有人要过。它们占人们后来所要的{later}，占推荐的{recommended}',
  'This plugin recommends no new items: "content" and "hybrid" do, from what is known of the items':
    '该插件不推荐新商品："content"和"hybrid"会根据商品的信息推荐',
  'Example {number}': '示例{number}',
  'Somebody who had {items} is recommended these': '为要过{items}的人推荐以下商品',
  'Somebody who had {items} is recommended these. A tick says that they had it later':
    '为要过{items}的人推荐以下商品。打勾表示后来要了',
  'What is recommended, with the reasons': '推荐的商品及理由',
  'Is recommended': '推荐',
  'Because of': '因为',
  'Similar items': '相似商品',
  'What is most like the items that most people had': '与最多人要的商品最相似的商品',
  Item: '商品',
  'Most like it': '最相似的',
  'What was judged learned from what happened until {date} only; what is answered now learned from everything':
    '检验用的模型只学习了{date}之前的数据；现在的推荐学习了全部数据',
  'What people did later is not what they would have done on seeing a recommendation: only an experiment tells what recommending brings':
    '人们后来做的，不等于看到推荐后会做的：只有实验能说明推荐带来什么',
  'People who had something popular anyway make popularity look good; novelty says how obvious the lists are':
    '本来就会要热门商品的人让热门商品显得好；新颖度说明列表有多不显而易见',
  'ALS describes {items} items by {numbers} numbers each; items that nobody had are recommended to nobody':
    'ALS 用{numbers}个数描述{items}件商品；没有人要过的商品不会推荐给任何人',
  'EASE learned of all {items} items, and keeps what it learned exactly':
    'EASE 学习了全部{items}件商品，并完整保留所学',
  'EASE learned of {known} of {items} items, and keeps the {kept} largest weights of each; the others it recommends to nobody':
    'EASE 学习了{items}件商品中的{known}件，每件保留最大的{kept}个权重；其余的不会推荐给任何人',
  'Nothing is known of the items: by content nothing can be recommended': '商品没有任何信息：无法按内容推荐',
  'By content {known} of {items} items are known, by {terms} properties and words; new ones are recommended like others':
    '{items}件商品中的{known}件有内容信息，共{terms}个属性和词；新商品与其他商品一样会被推荐',
  '{known} of {items} items have neighbours: the others are recommended to nobody, and recommend nothing':
    '{items}件商品中有{known}件有相邻商品：其余的不会推荐给任何人，也不带来推荐',
  'Everybody gets the same: what most people had': '所有人得到相同的推荐：最多人要的商品',
  'Everybody gets the same: what most people had; after {days} days it counts half':
    '所有人得到相同的推荐：最多人要的商品；{days}天后计为一半',
  'It weighs {weights}: on what was hidden of {people} people nDCG@{places} was {together} together, and alone {alone}':
    '权重为{weights}：在对{people}人隐藏的数据上，合起来的 nDCG@{places} 为{together}，单独为{alone}',
};
