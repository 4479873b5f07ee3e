import { Text } from '@mantine/core';
import { ProblemText } from '../checks/problems.js';
import { useCondition } from './condition-context.js';
import classes from './conditions.module.css';

/** What is wrong with a row or a group, below it. What is only empty is told when its row was left. */
export function PartProblems({ id }: { readonly id: string }) {
  const problems = useCondition().problems.get(id) ?? [];
  if (problems.length === 0) return null;
  return (
    <Text component="div" size="sm" c="var(--mantine-color-error)" role="status" id={`${id}-problems`}>
      {problems.map((problem, index) => (
        <div key={index} className={problem.isEmpty === true ? classes['empty'] : undefined}>
          <ProblemText problem={problem} />
        </div>
      ))}
    </Text>
  );
}
