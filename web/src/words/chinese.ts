import { type Words } from './english.js';

/** All words of the console in Chinese. */
export const CHINESE: Words = {
  language: '语言',
  colours: { light: '浅色', dark: '深色', auto: '跟随设备' },
  navigation: { label: '页面', open: '打开页面列表', rules: '规则' },
  session: {
    explanation: '请使用通过“strata keys create”创建的密钥登录。',
    key: '密钥',
    signIn: '登录',
    signOut: '退出',
    local: '本机上的任何人都可以执行所有操作',
  },
  rules: {
    title: '规则',
    search: '按名称或编号搜索',
    strategies: '策略',
    segments: '人群',
    none: '没有符合的名称。',
  },
  failed: '无法读取',
  again: '重试',
};
