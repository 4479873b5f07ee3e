import { Alert, Code, List, Stack, Text } from '@mantine/core';
import { useWords } from '../../words/language.js';
import { type Problem } from './check.js';
import { WORDS } from './words.js';

/** A problem: what is wrong, what was expected, and the nearest right name. */
export function ProblemText({ problem: { message, expected, nearest } }: { readonly problem: Problem }) {
  const words = useWords(WORDS);
  return (
    <div>
      {message.replace(/\.$/, '')}.{expected !== undefined && ` ${words.expected(expected)}.`}
      {nearest !== undefined && (
        <>
          {' '}
          {words.nearest} <Code>{nearest}</Code>?
        </>
      )}
    </div>
  );
}

interface ProblemListProps {
  readonly title: string;
  readonly problems: readonly Problem[];
  readonly colour: 'red' | 'yellow';
}

/** Problems with their places. */
export function ProblemList({ title, problems, colour }: ProblemListProps) {
  if (problems.length === 0) return null;
  return (
    <Alert color={colour} title={title}>
      <List size="sm" spacing={4} listStyleType="none">
        {problems.map((problem, index) => (
          <List.Item key={index}>
            <Stack gap={0}>
              <ProblemText problem={problem} />
              <Text size="xs" c="dimmed">
                {[problem.file, problem.pointer].filter((place) => place !== undefined && place !== '').join(' ')}
              </Text>
            </Stack>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
