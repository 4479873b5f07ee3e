import { inLanguages } from '../words/language.js';

/** Of what pages share. */
export const WORDS = inLanguages(
  {
    failed: 'This could not be read',
    again: 'Try again',
    refused: 'This was refused',
    reason: 'Why',
    reasonHint: 'Everybody reads this beside the change.',
    cancel: 'Cancel',
    close: 'Close',
    expected: (what: string) => `Do this: ${what}`,
    nearest: (name: string) => `Did you mean “${name}”?`,
    states: {
      queued: 'waits its turn',
      running: 'is at work',
      succeeded: 'is done',
      failed: 'failed',
      cancelled: 'was cancelled',
    },
    cancelling: 'is being stopped',
    stop: 'Stop it',
    retry: 'Do it again',
    startedBy: (who: string, when: string) => `Asked for by ${who}, ${when}`,
  },
  {
    failed: '无法读取',
    again: '重试',
    refused: '操作被拒绝',
    reason: '原因',
    reasonHint: '所有人都会在这次更改旁边看到它。',
    cancel: '取消',
    close: '关闭',
    expected: (what: string) => `请这样做：${what}`,
    nearest: (name: string) => `您是否想写“${name}”？`,
    states: {
      queued: '排队中',
      running: '进行中',
      succeeded: '已完成',
      failed: '失败',
      cancelled: '已取消',
    },
    cancelling: '正在停止',
    stop: '停止',
    retry: '重新执行',
    startedBy: (who: string, when: string) => `由 ${who} 于 ${when} 发起`,
  },
);
