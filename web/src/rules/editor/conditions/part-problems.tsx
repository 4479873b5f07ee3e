import { Text } from '@mantine/core';
import { ProblemText } from '../problems.js';
import { useCondition } from './condition-context.js';

/** What is wrong with a row or a group, below it. */
export function PartProblems({ id }: { readonly id: string }) {
  const problems = useCondition().problems.get(id) ?? [];
  if (problems.length === 0) return null;
  return (
    <Text component="div" size="sm" c="var(--mantine-color-error)" role="status" id={`${id}-problems`}>
      {problems.map((problem, index) => (
        <ProblemText key={index} problem={problem} />
      ))}
    </Text>
  );
}
