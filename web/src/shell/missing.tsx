import { Text } from '@mantine/core';
import { useWords } from '../words/language.js';
import { WORDS } from './words.js';

/** Where an address has no page. */
export function Missing() {
  return <Text>{useWords(WORDS).missing}</Text>;
}
