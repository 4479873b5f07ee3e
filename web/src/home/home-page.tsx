import { Page } from '../parts/page.js';
import { useWords } from '../words/language.js';
import { WORDS } from './words.js';

export function HomePage() {
  const words = useWords(WORDS);
  return <Page title={words.title}>{null}</Page>;
}
