import { Code, Table, Text } from '@mantine/core';
import { type Language, useLanguage, useWords } from '../../words/language.js';
import { type Difference } from './differences.js';
import { WORDS } from './words.js';

interface DifferenceTableProps {
  readonly differences: readonly Difference[];
  /** What both sides are called; before and after unless told. */
  readonly sides?: { readonly before: string; readonly after: string };
}

/** What differs, part by part: where, what it was, and what it is. */
export function DifferenceTable({ differences, sides }: DifferenceTableProps) {
  const words = useWords(WORDS);
  const hasBefore = differences.some(({ before }) => before !== undefined);
  return (
    <Table verticalSpacing="xs" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.where}</Table.Th>
          {hasBefore && <Table.Th>{sides?.before ?? words.before}</Table.Th>}
          <Table.Th>{sides?.after ?? words.after}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differences.map(({ place, before, after }) => (
          <Table.Tr key={place.join('/')}>
            <Table.Th fw={500} style={{ overflowWrap: 'anywhere' }}>
              {words.place(placeWords(place, words))}
            </Table.Th>
            {hasBefore && (
              <Table.Td>
                <Value value={before} />
              </Table.Td>
            )}
            <Table.Td>
              <Value value={after} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The steps of a place as people call them; the third of a list is number 3. */
function placeWords(place: readonly string[], words: (typeof WORDS)['en']): readonly string[] {
  return place.flatMap((step, index) => {
    if (/^\d+$/.test(step)) {
      const list = place[index - 1] ?? '';
      return [words.numbered(words.names[list] ?? list, Number(step) + 1)];
    }
    // The name of a list stands in the steps of its parts.
    if (/^\d+$/.test(place[index + 1] ?? '')) return [];
    return [words.names[step] ?? step];
  });
}

function Value({ value }: { readonly value: unknown }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const text = valueText(value, language);
  if (value === undefined) return <Text size="sm">{words.nothing}</Text>;
  if (text !== null) {
    return (
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {text}
      </Text>
    );
  }
  return (
    <Code block tabIndex={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {JSON.stringify(value, null, 1)}
    </Code>
  );
}

/** A simple value as people write it; null of one that has parts. */
function valueText(value: unknown, language: Language): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return new Intl.NumberFormat(language, { maximumFractionDigits: 12 }).format(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.map(String).join(', ');
  return null;
}
