import { inLanguages } from '../words/language.js';

/** Signing in and out. */
export const WORDS = inLanguages(
  {
    explanation: 'Sign in with a key that somebody made with “strata keys create”.',
    key: 'Key',
    signIn: 'Sign in',
    signOut: 'Sign out',
    local: 'Everybody on this machine may do everything',
    roles: { service: 'service', marketer: 'marketer', admin: 'administrator' },
    needs: (role: string) => `Your key may not do this; it needs the role “${role}”.`,
  },
  {
    explanation: '请使用通过“strata keys create”创建的密钥登录。',
    key: '密钥',
    signIn: '登录',
    signOut: '退出',
    local: '本机上的任何人都可以执行所有操作',
    roles: { service: '服务', marketer: '营销人员', admin: '管理员' },
    needs: (role) => `您的密钥不能执行此操作，需要“${role}”角色。`,
  },
);
