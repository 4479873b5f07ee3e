import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../words/language.js';
import { DifferenceTable } from './difference-table.js';
import { differencesOf } from './differences.js';
import { JsonChanges } from './json-changes.js';
import { WORDS } from './words.js';

interface DocumentChangesProps {
  /** Null where there is no such document. */
  readonly before: object | null;
  readonly after: object | null;
}

/** What differs between two versions of a document: part by part, or as JSON. */
export function DocumentChanges({ before, after }: DocumentChangesProps) {
  const words = useWords(WORDS);
  const [view, setView] = useState('members');
  const differences = differencesOf(before ?? undefined, after ?? undefined);
  if (differences.length === 0) return <Text>{words.same}</Text>;
  if (after === null) return <Text>{words.gone}</Text>;
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={words.view}
        value={view}
        onChange={setView}
        data={[
          { value: 'members', label: words.members },
          { value: 'json', label: words.json },
        ]}
        style={{ alignSelf: 'start' }}
      />
      {view === 'json' && <JsonChanges before={before} after={after} />}
      {view === 'members' && before === null && <Text>{words.wholly}</Text>}
      {view === 'members' && <DifferenceTable differences={before === null ? differencesOf({}, after) : differences} />}
    </Stack>
  );
}
