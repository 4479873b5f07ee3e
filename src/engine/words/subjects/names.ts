import { traitsOf } from '../../facts/index.js';
import { type FactDefinition } from '../../index.js';

/** What of a fact tells how its numbers are read. */
export type MeasuredFact = Partial<Pick<FactDefinition, 'unit' | 'from'>>;

/** Whether the fact is a share of something, to be read as a percentage. */
export function isShare(definition: MeasuredFact | undefined): boolean {
  if (definition?.unit !== undefined) return definition.unit === 'share';
  return definition?.from !== undefined && traitsOf({ from: definition.from }).isShare;
}

/** Whether the fact is an amount of money; its unit may be the code of a currency (ISO 4217) instead. */
export function isMoney(definition: MeasuredFact | undefined): boolean {
  return definition?.unit !== undefined && (definition.unit === 'money' || /^[A-Z]{3}$/.test(definition.unit));
}

/** `daysSinceLastOrder` and `days_since` as words, where nobody wrote any. */
export function spaced(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase()
    .trim();
}
