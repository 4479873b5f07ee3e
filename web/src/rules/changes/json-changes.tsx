import { Box, Code, Text, VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { type ChangedLine, lineChanges } from './line-changes.js';
import { WORDS } from './words.js';

/** So many lines around a change that stay. */
const AROUND = 3;

interface JsonChangesProps {
  /** Null where there is none. */
  readonly before: object | null;
  readonly after: object | null;
}

/** What differs, as lines of JSON. */
export function JsonChanges({ before, after }: JsonChangesProps) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const blocks = useMemo(() => blocksOf(lineChanges(textOf(before), textOf(after))), [before, after]);
  return (
    <Code block tabIndex={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {blocks.map((block, index) =>
        typeof block === 'number' ? (
          <Text key={index} size="xs" c="dimmed">
            {words.left(count(block))}
          </Text>
        ) : (
          <Line key={index} line={block} />
        ),
      )}
    </Code>
  );
}

const LOOKS = {
  same: { mark: '  ', background: 'transparent' },
  gone: { mark: '− ', background: 'light-dark(var(--mantine-color-red-1), var(--mantine-color-red-9))' },
  new: { mark: '+ ', background: 'light-dark(var(--mantine-color-green-1), var(--mantine-color-green-9))' },
} as const;

function Line({ line: { kind, text } }: { readonly line: ChangedLine }) {
  const words = useWords(WORDS);
  const { mark, background } = LOOKS[kind];
  return (
    <Box bg={background}>
      {kind !== 'same' && <VisuallyHidden>{kind === 'gone' ? words.lineGone : words.lineNew}</VisuallyHidden>}
      <span aria-hidden>{mark}</span>
      {text}
    </Box>
  );
}

function textOf(document: object | null): string {
  return document === null ? '' : JSON.stringify(document, null, 2);
}

/** The changed lines with some around them; a number stands for so many that are left out. */
function blocksOf(lines: readonly ChangedLine[]): readonly (ChangedLine | number)[] {
  const isShown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ kind }) => kind !== 'same'),
  );
  const blocks: (ChangedLine | number)[] = [];
  for (const [index, line] of lines.entries()) {
    const last = blocks.at(-1);
    if (isShown[index] === true) blocks.push(line);
    else if (typeof last === 'number') blocks[blocks.length - 1] = last + 1;
    else blocks.push(1);
  }
  return blocks;
}
