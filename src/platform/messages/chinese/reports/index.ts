import { type Entries } from '../../catalogue.js';
import { ATTRIBUTION_REPORT } from './attribution.js';
import { LIFETIME_REPORT } from './lifetime-value.js';
import { MIX_REPORT } from './marketing-mix.js';
import { PERSONAS_REPORT } from './personas.js';
import { RECOMMENDATIONS_REPORT } from './recommendations.js';
import { RFM_REPORT } from './rfm.js';

export { REPORT_TERMS } from './terms.js';

/** What reports of analyses say on their pages. */
export const REPORTS: Entries = {
  'Scroll the table sideways for all columns': '左右滑动表格可查看所有列',
  'What to know': '须知',
  'what was found out': '分析结果',
  People: '人数',
  Share: '占比',
  Value: '价值',
  'Value a person': '人均价值',
  'Share of value': '价值占比',
  Channel: '渠道',
  Stage: '阶段',
  'Jan {year}': '{year}年1月',
  'Feb {year}': '{year}年2月',
  'Mar {year}': '{year}年3月',
  'Apr {year}': '{year}年4月',
  'May {year}': '{year}年5月',
  'Jun {year}': '{year}年6月',
  'Jul {year}': '{year}年7月',
  'Aug {year}': '{year}年8月',
  'Sep {year}': '{year}年9月',
  'Oct {year}': '{year}年10月',
  'Nov {year}': '{year}年11月',
  'Dec {year}': '{year}年12月',
  yes: '是',
  no: '否',
  ...RFM_REPORT,
  ...PERSONAS_REPORT,
  ...LIFETIME_REPORT,
  ...ATTRIBUTION_REPORT,
  ...MIX_REPORT,
  ...RECOMMENDATIONS_REPORT,
};
