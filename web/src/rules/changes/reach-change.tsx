import { Text } from '@mantine/core';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { useReached } from '../lists/reached.js';
import { isSame } from './differences.js';
import { WORDS } from './words.js';

interface ReachChangeProps {
  /** Conditions; undefined where there is none. */
  readonly before: unknown;
  readonly after: unknown;
}

/** How many people are reached after a change, and how many were before; nothing while that is not known. */
export function ReachChange({ before, after }: ReachChangeProps) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const [old, now] = [useReached(before, true).data, useReached(after, true).data];
  if (now === undefined || (old === undefined && before !== undefined)) return null;
  const people = count(now.result.count);
  if (old === undefined) return <Text fw={600}>{words.reachNew(people)}</Text>;
  if (isSame(before, after) || old.result.count === now.result.count) return <Text>{words.reachSame(people)}</Text>;
  return <Text fw={600}>{words.reach(count(old.result.count), people)}</Text>;
}
