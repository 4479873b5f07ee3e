import { Text } from '@mantine/core';
import { FiguresTable } from '../../parts/tables/figures-table.js';
import { useFormats } from '../../parts/formats.js';
import { Section } from '../../parts/section.js';
import { useWords } from '../../words/language.js';
import { type EventQuality, OTHERS, useSince } from './queries.js';
import { WORDS } from './words.js';

interface RejectionsProps {
  readonly events: readonly EventQuality[];
  /** The first day that is counted. */
  readonly from: string;
  /** Whether the rows say of which event they are. */
  readonly namesEvents?: boolean;
}

/** What was rejected, why, and since when. */
export function Rejections({ events, from, namesEvents = false }: RejectionsProps) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const since = useSince(from);
  const rejected = events.flatMap(({ name, issues }) =>
    issues.filter(({ issue }) => issue === 'rejected').map((rejection) => ({ name, ...rejection })),
  );
  if (rejected.length === 0) {
    return (
      <Section title={words.rejections}>
        <Text>{words.nothingRejected}</Text>
      </Section>
    );
  }
  const whatOf = (name: string, reason: string) => {
    const why = words.reasons[reason] ?? reason;
    return namesEvents ? words.rejectedOf(name === OTHERS ? words.others : name, why) : why;
  };
  return (
    <Section title={words.rejections} sentence={words.rejectionsSentence}>
      <FiguresTable
        label={words.rejections}
        head={[words.reason, words.count, words.first]}
        minWidth={320}
        rows={rejected
          .toSorted((a, b) => b.count - a.count)
          .map(({ name, property, count: many, first }) => [whatOf(name, property), count(many), since(first)])}
      />
    </Section>
  );
}
