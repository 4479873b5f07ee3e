import { amountWords, DURATION, fixedWords, momentWords, moneyWords, numberWords } from '#strata/kernel';
import { type Phrases } from '../english/english.js';
import { joined, zh } from './joining.js';

/** What people call currencies; others are called by their codes. */
const CURRENCIES: Readonly<Record<string, string>> = {
  CNY: '元',
  EUR: '欧元',
  GBP: '英镑',
  HKD: '港元',
  JPY: '日元',
  USD: '美元',
};

function inCurrency(amount: string, currency: string | undefined): string {
  return currency === undefined ? amount : `${amount} ${CURRENCIES[currency] ?? currency}`;
}

/** In the order of {@link DURATION}. */
const UNITS = ['周', '天', '小时', '分钟', '秒'];

function duration(text: string): string {
  const amounts = DURATION.exec(text)?.slice(1);
  if (amounts === undefined) return text;
  return amounts
    .flatMap((amount: string | undefined, index) =>
      amount === undefined ? [] : [`${numberWords(Number(amount))} ${UNITS[index] ?? ''}`],
    )
    .join(' ');
}

export const figures: Phrases['figures'] = {
  number: numberWords,
  whole: (value) => fixedWords(value, 0),
  percent: (share) => `${numberWords(share * 100)}%`,
  roughly: (share) => `${numberWords(Number((share * 100).toPrecision(3)))}%`,
  money: (amount, currency) => inCurrency(moneyWords(amount), currency),
  amount: (amount, currency) => inCurrency(amountWords(amount), currency),
  duration,
  moment: (at, zone) => momentWords(at, zone).replace(/ \((.*)\)$/, zh`（$1）`),
  joined,
  sentence: (text) => (/[。！？：]$/.test(text) ? text : `${text}。`),
};
