import { createContext, type RefObject, use } from 'react';
import { type Problem } from '../checks/check.js';
import { type NewId } from './form.js';

/** What rows and groups know of the condition around them. */
export interface Told {
  readonly label: string;
  readonly readsToo: readonly ('events' | 'score')[];
  /** By the id of a row or a group: what is wrong with it. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
  /** By the id of a row or a group: who is left after it; null while that is counted. */
  readonly left: ReadonlyMap<string, string | undefined> | null;
  /** Whether people are counted at all. */
  readonly isCounted: boolean;
  /** The row that was added last, which is gone to. */
  readonly added: RefObject<string | null>;
  readonly newId: NewId;
}

export const ConditionContext = createContext<Told | null>(null);

/** What is known of the condition that a row or a group is part of. */
export function useCondition(): Told {
  const told = use(ConditionContext);
  if (told === null) throw new Error('No condition is around this row.');
  return told;
}
