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
  },
  {
    failed: '无法读取',
    again: '重试',
    refused: '操作被拒绝',
    reason: '原因',
    reasonHint: '所有人都会在这次更改旁边看到它。',
    cancel: '取消',
  },
);
