import { Stack, Text } from '@mantine/core';
import { Refusal } from '../api.js';
import { useWords } from '../words/language.js';
import { WORDS } from './words.js';

/** One thing that is wrong, as problem documents and failed jobs name it. */
interface NamedProblem {
  readonly message: string;
  readonly expected?: string | undefined;
  readonly nearest?: string | undefined;
}

/** All that a server says of why it refused: what is wrong, each thing by itself, and what would be right. */
export function FailureWords({ failure }: { readonly failure: Error }) {
  const problems = failure instanceof Refusal ? (failure.problem.problems ?? []) : [];
  return <ProblemWords message={failure.message} problems={problems} />;
}

interface ProblemWordsProps {
  readonly message: string;
  readonly problems: readonly NamedProblem[];
}

/** A failure and its problems in words. */
export function ProblemWords({ message, problems }: ProblemWordsProps) {
  const words = useWords(WORDS);
  return (
    <Stack gap={6}>
      <Text size="sm">{message}</Text>
      {problems.length > 0 && (
        <Stack component="ul" gap={4} m={0} pl="md">
          {problems.map(({ message: what, expected, nearest }, index) => (
            <li key={index}>
              <Text size="sm">{what}</Text>
              {expected !== undefined && (
                <Text size="sm" fw={500}>
                  {words.expected(expected)}
                </Text>
              )}
              {nearest !== undefined && <Text size="sm">{words.nearest(nearest)}</Text>}
            </li>
          ))}
        </Stack>
      )}
    </Stack>
  );
}
