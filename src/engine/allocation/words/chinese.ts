import { phrasesOf, zh } from '../../words/index.js';
import { type AllocationPhrases } from './english.js';

const { amount, number } = phrasesOf('zh').figures;

/** The same in Chinese. */
export const CHINESE: AllocationPhrases = {
  limit: (limit) => {
    switch (limit.kind) {
      case 'audience':
        return zh`${number(limit.size)} 人的人数上限`;
      case 'budget':
        return zh`${amount(limit.size, undefined)} 的预算`;
      case 'stock':
        return zh`“${limit.of}”的 ${number(limit.size)} 份库存`;
      case 'minimumRoi':
        return zh`最低投资回报率 ${number(limit.size)}`;
      case 'quotaMinimum':
        return zh`“${limit.of}”至少 ${number(limit.size)} 人的配额`;
      case 'quotaMaximum':
        return zh`“${limit.of}”至多 ${number(limit.size)} 人的配额`;
    }
  },
  binding: ({ limit, worth, reach }) => {
    const name = CHINESE.limit(limit);
    const more = worth === null ? '' : number(worth);
    switch (limit.kind) {
      case 'budget':
        return zh`${name}已用完${more && zh`：每增加 1 可多带来 ${more}`}`;
      case 'minimumRoi':
        return zh`${name}决定了选谁：联系人数超过 ${number(reach)} 人便无法达到`;
      case 'quotaMinimum':
        return zh`${name}占用了${more ? zh`收益较低的人：少选 1 人可多带来 ${more}` : '排序靠后的人'}`;
      case 'audience':
      case 'quotaMaximum':
        return zh`${name}已用完${more && zh`：每增加 1 人可多带来 ${more}`}`;
      case 'stock':
        return zh`${name}已用完${more && zh`：每增加 1 份可多带来 ${more}`}`;
    }
  },
};
