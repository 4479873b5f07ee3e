import { type FactCatalogue } from '../documents.js';
import { type ConditionNode } from './tree.js';

/** A condition as a marketer would say it. */
export function conditionWords(root: ConditionNode, catalogue: FactCatalogue = {}): string {
  return `${root.kind} ${String(catalogue)}`;
}
