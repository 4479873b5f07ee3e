import { Code, List, Text } from '@mantine/core';
import { useWords } from '../../../words/language.js';
import { type Problem } from './check.js';
import { WORDS } from '../words.js';
import { problemSentences } from './problem-words.js';

/** A problem: what is wrong, what was expected, and the nearest right name. */
export function ProblemText({ problem }: { readonly problem: Problem }) {
  const words = useWords(WORDS);
  const { nearest } = problem;
  return (
    <div>
      {problemSentences(words, problem)}
      {nearest !== undefined && (
        <>
          {words.between}
          {words.nearest[0]}
          <Code>{nearest}</Code>
          {words.nearest[1]}
        </>
      )}
    </div>
  );
}

/** Problems with their places. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <List size="sm" spacing={4} listStyleType="none">
      {problems.map((problem, index) => (
        <List.Item key={index}>
          <ProblemText problem={problem} />
          <Text size="xs" c="dimmed">
            {[problem.file, problem.pointer].filter((place) => place !== undefined && place !== '').join(' ')}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
