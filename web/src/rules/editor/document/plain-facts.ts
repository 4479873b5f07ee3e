import { isFields } from '../conditions/fields.js';

/** Whether a condition reads facts of the catalogue only: neither events just before a decision nor scores. */
export function readsPlainFacts(condition: unknown): boolean {
  if (Array.isArray(condition)) return condition.every(readsPlainFacts);
  if (!isFields(condition)) return true;
  const { fact } = condition;
  if (fact === 'events' || fact === 'score') return false;
  return Object.values(condition).every(readsPlainFacts);
}
