import { type Language } from '#strata/kernel/texts';

/** Whether a hold-out tells what would have happened anyway. */
export type HoldoutStatus = 'used' | 'too small' | 'missing';

const ENGLISH = {
  used: () => 'What the hold-out did tells what would have happened anyway; the figures are incremental.',
  'too small': (least: number) =>
    `Fewer than ${least} users were held out, which says too little; the figures are gross.`,
  missing: () => 'Nobody was held out, so nobody knows what would have happened anyway; the figures are gross.',
} as const satisfies Readonly<Record<HoldoutStatus, (least: number) => string>>;

const CHINESE: HoldoutWords = {
  used: () => '对照组说明了没有优惠时会发生什么；以下为增量数据。',
  'too small': (least) => `留作对照的用户不足 ${least} 人，说明不了什么；以下为毛值，未扣除本来就会发生的部分。`,
  missing: () => '没有人留作对照，无从知道没有优惠时会发生什么；以下为毛值，未扣除本来就会发生的部分。',
};

type HoldoutWords = typeof ENGLISH;

/** What the status of a hold-out means, for people; a hold-out of fewer than `least` users says too little. */
export const HOLDOUT_WORDS: Readonly<Record<Language, HoldoutWords>> = { en: ENGLISH, zh: CHINESE };
