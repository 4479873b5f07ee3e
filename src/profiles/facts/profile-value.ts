import { DATE_PATTERN, type FactDefinition, type FactType } from '../../engine/index.js';

const DATE = new RegExp(DATE_PATTERN);

/**
 * The value of a fact that comes from an attribute of the profile: undefined where the attribute is missing or is not of
 * the fact's type. `yearsSince` counts the complete calendar years from the attribute's date, as it is written, to the
 * day of `now` in UTC.
 */
export function profileValue(
  attributes: Readonly<Record<string, unknown>>,
  source: { readonly profile: string; readonly measure?: 'yearsSince' },
  type: FactDefinition['type'],
  now: number,
): unknown {
  const value = Object.hasOwn(attributes, source.profile) ? attributes[source.profile] : undefined;
  if (source.measure === 'yearsSince') return hasType(value, 'date') ? yearsSince(String(value), now) : undefined;
  return hasType(value, type) ? value : undefined;
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
