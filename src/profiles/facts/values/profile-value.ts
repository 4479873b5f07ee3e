import { DATE_PATTERN } from '#strata/engine/conditions';
import { type FactDefinition, type FactType, type ProfileMeasure, type ProfileSource } from '#strata/engine';
import { attributeAt } from './attribute-path.js';

const DATE = new RegExp(DATE_PATTERN);

/**
 * The value of a fact that comes from an attribute of the profile: undefined where the attribute is missing or is not of
 * the fact's type. What is measured of a date goes from its day, as it is written, to the day of `now` in UTC.
 */
export function profileValue(
  attributes: Readonly<Record<string, unknown>>,
  { profile, measure }: ProfileSource,
  type: FactDefinition['type'],
  now: number,
): unknown {
  const value = attributeAt(attributes, profile);
  if (measure === undefined) return hasType(value, type) ? value : undefined;
  return hasType(value, 'date') ? MEASURES[measure](String(value), now) : undefined;
}

const MEASURES: Readonly<Record<ProfileMeasure, (date: string, now: number) => number>> = {
  yearsSince,
  daysSince: (date, now) => dayOf(now) - dayAt(date),
  daysUntil: (date, now) => dayAt(date) - dayOf(now),
  daysToAnniversary: (date, now) => nextAnniversary(date, now) - dayOf(now),
};

const DAY = 86_400_000;

function dayOf(moment: number): number {
  return Math.floor(moment / DAY);
}

function dayAt(date: string): number {
  return dayOf(Date.parse(date.slice(0, 10)));
}

function nextAnniversary(date: string, now: number): number {
  const year = new Date(now).getUTCFullYear();
  const [month = 1, day = 1] = date.slice(5, 10).split('-').map(Number);
  const anniversary = (of: number): number => dayOf(Date.UTC(of, month - 1, day));
  return anniversary(year) >= dayOf(now) ? anniversary(year) : anniversary(year + 1);
}

function yearsSince(date: string, now: number): number {
  const today = new Date(now).toISOString();
  const years = Number(today.slice(0, 4)) - Number(date.slice(0, 4));
  return today.slice(5, 10) < date.slice(5, 10) ? years - 1 : years;
}

function hasType(value: unknown, type: FactType): boolean {
  switch (type) {
    case 'number':
      return Number.isFinite(value);
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && DATE.test(value);
    case 'list':
      return Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null);
  }
}
