import { Group, Text } from '@mantine/core';
import { useWords } from '../../words/language.js';
import { MakeSegment } from './make-segment.js';
import { WORDS } from './words.js';

interface SegmentsOfProps {
  /** What the people of each segment have; without one, nothing is shown. */
  readonly fact: string | undefined;
  /** Id of the analysis, which the ids of the segments begin with. */
  readonly analysis: string;
  readonly values: readonly { readonly value: string; readonly name: string }[];
}

/** A segment of the people of each value of a fact, to be opened in the editor. */
export function SegmentsOf({ fact, analysis, values }: SegmentsOfProps) {
  const words = useWords(WORDS);
  if (fact === undefined || values.length === 0) return null;
  return (
    <Group gap="xs" role="group" aria-label={words.segments}>
      <Text size="sm">{words.segments}</Text>
      {values.map(({ value, name }) => (
        <MakeSegment
          key={value}
          id={`${analysis}-${value.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`}
          title={name}
          condition={{ fact, operator: 'equal', value }}
          label={name}
          size="xs"
        />
      ))}
    </Group>
  );
}
