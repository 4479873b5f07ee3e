import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answerOf, api } from '../api.js';
import { type Language, useLanguage } from '../words/language.js';

/** Figures and moments as people of the chosen language write them. */
export interface Formats {
  /** A whole number: 12,686. */
  readonly count: (value: number) => string;
  /** A share from 0 to 1 as percent: 12.5 %. */
  readonly share: (value: number) => string;
  /** Any other number, to three digits. */
  readonly decimal: (value: number) => string;
  /** An amount in the shop's currency. */
  readonly money: (value: number) => string;
  /** The same without cents, for large sums. */
  readonly amount: (value: number) => string;
  /** A moment of the shop, to the minute: ISO 8601, or milliseconds. */
  readonly moment: (at: string | number) => string;
  readonly day: (at: string | number) => string;
  /** A duration of one unit, such as PT5M; others as they are written (ISO 8601). */
  readonly duration: (iso: string) => string;
}

/** How figures are written; without the shop's currency and time zone until those are known. */
export function useFormats(): Formats {
  const { language } = useLanguage();
  const { data: shop } = useQuery({
    queryKey: ['shop'],
    queryFn: () => answerOf(api.GET('/v1/shop')),
    staleTime: 60_000,
  });
  return useMemo(() => formatsOf(language, shop), [language, shop]);
}

interface Shop {
  readonly currency?: string | undefined;
  readonly timeZone?: string | undefined;
}

function formatsOf(language: Language, { currency, timeZone }: Shop = {}): Formats {
  const number = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(language, options);
    return (value: number) => format.format(value);
  };
  const time = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, timeZone === undefined ? options : { ...options, timeZone });
    return (at: string | number) => format.format(new Date(at));
  };
  return {
    count: number({ maximumFractionDigits: 0 }),
    share: number({ style: 'percent', maximumFractionDigits: 1 }),
    decimal: number({ maximumSignificantDigits: 3 }),
    money: number(currency === undefined ? { maximumFractionDigits: 2 } : { style: 'currency', currency }),
    amount: number(
      currency === undefined ? { maximumFractionDigits: 0 } : { style: 'currency', currency, maximumFractionDigits: 0 },
    ),
    moment: time({ dateStyle: 'medium', timeStyle: 'short' }),
    day: time({ dateStyle: 'medium' }),
    duration: (iso) => {
      const [, many, unit] = /^P(?:T)?(\d+)([A-Z])$/.exec(iso) ?? [];
      const name = UNITS[`${iso.includes('T') ? 'T' : ''}${unit ?? ''}`];
      return name === undefined ? iso : number({ style: 'unit', unit: name, unitDisplay: 'long' })(Number(many));
    },
  };
}

const UNITS: Readonly<Record<string, string>> = {
  TS: 'second',
  TM: 'minute',
  TH: 'hour',
  D: 'day',
  W: 'week',
  M: 'month',
  Y: 'year',
};
