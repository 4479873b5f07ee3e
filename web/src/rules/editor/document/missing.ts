import { useWords } from '../../../words/language.js';
import { pointerOf, stepsOf, textAt } from '../at-path.js';
import { useFactWords } from '../catalogue.js';
import { type Problem } from '../checks/check.js';
import { type EditedCollection } from '../collections.js';
import { WORDS as EDITOR_WORDS } from '../words.js';
import { sectionsOf } from './sections.js';
import { WORDS } from './words.js';

/** What is still empty and must not be: its name, and what is expected there. '' where nothing is. */
export function useMissing(problems: readonly Problem[], collection: EditedCollection, document: object): string {
  const { missingOf, and } = useWords(EDITOR_WORDS);
  const { fields } = useWords(WORDS);
  const factWords = useFactWords();
  const nameAt = (pointer: string): string => {
    const field = sectionsOf(collection, document)
      .flatMap((section) => (section.kind === 'fields' ? section.fields : []))
      .find(({ steps }) => pointerOf(steps) === pointer);
    if (field !== undefined) return fields[field.name];
    return factWords(textAt(document, [...stepsOf(pointer).slice(0, -1), 'fact']));
  };
  const said = problems.flatMap(({ isEmpty, pointer = '', expected = '' }) => {
    if (isEmpty !== true) return [];
    const name = nameAt(pointer);
    return [name === '' ? expected : missingOf(name, expected)];
  });
  return [...new Set(said)].join(and);
}
