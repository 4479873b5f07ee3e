import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answerOf, api } from '../api.js';
import { type Formats, useFormats } from '../parts/formats.js';
import { type Language, useLanguage, useWords } from '../words/language.js';
import { type Facts, type Reason } from './explanation.js';
import { WORDS, type WhyWords } from './words.js';

/** The published facts. */
export function useFacts(): Facts {
  const { data } = useQuery({ queryKey: ['facts'], queryFn: () => answerOf(api.GET('/v1/facts')), staleTime: 60_000 });
  return data?.facts ?? NONE;
}

const NONE: Facts = {};

/** How values of facts, and what was asked of them, are written. */
export interface Written {
  readonly fact: (name: string) => string;
  readonly value: (fact: string | undefined, value: unknown) => string;
  /** “needed ≥ 180 days, was 172 days”; null where no value was compared. */
  readonly needed: (reason: Compared) => string | null;
}

/** Something that was compared: a reason, or a leaf of a condition. */
type Compared = Pick<Reason, 'fact' | 'operator' | 'expected' | 'actual'> & { readonly code?: Reason['code'] };

export function useWritten(): Written {
  const facts = useFacts();
  const formats = useFormats();
  const words = useWords(WORDS);
  const { language } = useLanguage();
  return useMemo(() => writtenIn({ facts, formats, words, language }), [facts, formats, words, language]);
}

interface Tongue {
  readonly facts: Facts;
  readonly formats: Formats;
  readonly words: WhyWords;
  readonly language: Language;
}

function writtenIn(tongue: Tongue): Written {
  return {
    fact: (name) => factWords(name, tongue),
    value: (fact, value) => valueWords(value, unitOf(fact, value, tongue), tongue),
    needed: (reason) => neededWords(reason, tongue),
  };
}

/** In the chosen language where the catalogue says it, else as it was written. */
function factWords(name: string, { facts, language }: Tongue): string {
  const fact = facts[name];
  return fact?.translations?.[language]?.words ?? fact?.words ?? name;
}

type Unit = 'money' | 'days' | 'years' | 'share' | 'none';

function unitOf(fact: string | undefined, value: unknown, { facts }: Tongue): Unit {
  if (fact === 'score') return typeof value === 'number' && Math.abs(value) <= 1 ? 'share' : 'none';
  const unit = fact === undefined ? undefined : facts[fact]?.unit;
  if (unit === 'money' || unit === 'days' || unit === 'years') return unit;
  return fact !== undefined && isRatio(facts[fact]) ? 'share' : 'none';
}

/** A share of the one in the other. */
function isRatio(fact: Facts[string] | undefined): boolean {
  return fact !== undefined && 'ratio' in fact.from;
}

function valueWords(value: unknown, unit: Unit, tongue: Tongue): string {
  const { formats, words } = tongue;
  if (value === null || value === undefined) return words.unknown;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (Array.isArray(value)) return value.map((item) => valueWords(item, unit, tongue)).join(', ');
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return JSON.stringify(value);
  const number = Number.isInteger(value) ? formats.count(value) : formats.decimal(value);
  return {
    money: formats.money(value),
    days: words.days(number),
    years: words.years(number),
    share: formats.share(value),
    none: number,
  }[unit];
}

/** Money that is compared where no fact is. */
const MONEY: ReadonlySet<unknown> = new Set(['UNPROFITABLE', 'BUDGET_SPENT']);

const SYMBOLS: Readonly<Record<string, string>> = {
  lessThan: '<',
  lessThanInclusive: '≤',
  greaterThan: '>',
  greaterThanInclusive: '≥',
  equal: '=',
  notEqual: '≠',
};

const OPPOSITES: Readonly<Record<string, string>> = {
  lessThan: 'greaterThanInclusive',
  lessThanInclusive: 'greaterThan',
  greaterThan: 'lessThanInclusive',
  greaterThanInclusive: 'lessThan',
  equal: 'notEqual',
  notEqual: 'equal',
  in: 'notIn',
  notIn: 'in',
};

function neededWords({ code, fact, operator, expected, actual }: Compared, tongue: Tongue): string | null {
  if (operator === undefined || expected === undefined) return null;
  const unit = MONEY.has(code) ? 'money' : unitOf(fact, expected, tongue);
  const bound = boundWords(operator, valueWords(expected, unit, tongue), tongue.words);
  return bound === null ? null : tongue.words.needed(bound, valueWords(actual, unit, tongue));
}

function boundWords(operator: string, value: string, words: WhyWords): string | null {
  const denied = /^not:(\w+)$/.exec(operator)?.[1];
  const plain = denied === undefined ? operator : OPPOSITES[denied];
  if (plain === undefined) return null;
  if (plain === 'in') return words.oneOf(value);
  if (plain === 'notIn') return words.noneOf(value);
  const symbol = SYMBOLS[plain];
  return symbol === undefined ? null : `${symbol} ${value}`;
}
