import { inLanguages } from '../words/language.js';

/** What stands around every page. */
export const WORDS = inLanguages(
  {
    language: 'Language',
    colours: { light: 'Light', dark: 'Dark', auto: 'As the device' },
    pages: 'Pages',
    open: 'Open the pages',
    skip: 'To the content',
    rooms: {
      home: 'Home',
      rules: 'Rules',
      campaigns: 'Campaigns',
      people: 'People',
      playground: 'Playground',
      models: 'Models',
      experiments: 'Experiments',
      customers: 'Customers',
      activity: 'Activity',
    },
    missing: 'There is no such page.',
  },
  {
    language: '语言',
    colours: { light: '浅色', dark: '深色', auto: '跟随设备' },
    pages: '页面',
    open: '打开页面列表',
    skip: '跳到正文',
    rooms: {
      home: '首页',
      rules: '规则',
      campaigns: '营销活动',
      people: '用户',
      playground: '试验场',
      models: '模型',
      experiments: '实验',
      customers: '客户分析',
      activity: '操作记录',
    },
    missing: '没有这个页面。',
  },
);
