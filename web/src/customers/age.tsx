import { Text } from '@mantine/core';
import { useFormats } from '../parts/formats.js';
import { useWords } from '../words/language.js';
import { WORDS } from './words/index.js';

const DAY_MS = 86_400_000;
const OLD_DAYS = 30;

/** How old a result is. @param at ISO 8601: the moment that it is of */
export function Age({ at }: { readonly at: string }) {
  const words = useWords(WORDS);
  const { day } = useFormats();
  const days = Math.max(0, (Date.now() - Date.parse(at)) / DAY_MS);
  return (
    <Text size="sm" c="dimmed">
      {words.age(day(at), days)}
      {days > OLD_DAYS && ` ${words.isOld}`}
    </Text>
  );
}
