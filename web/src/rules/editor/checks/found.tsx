import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import { FailureWords } from '../../../parts/failure-words.js';
import { useWords } from '../../../words/language.js';
import { type Checked, type Problem } from './check.js';
import { ProblemList } from './problems.js';
import { WORDS } from '../words.js';

interface FoundProps {
  readonly isChecked: boolean;
  readonly fault: string | null;
  readonly failure: Error | null;
  readonly checked: Checked | undefined;
  /** What is still empty, in words; '' where nothing is. */
  readonly missing: string;
  /** Problems that are not shown where they are. */
  readonly elsewhere: readonly Problem[];
}

/** What is known of the document as it is now. */
export function Found({ isChecked, fault, failure, checked, missing, elsewhere }: FoundProps) {
  const words = useWords(WORDS);
  if (fault !== null) return <Alert color="red">{fault}</Alert>;
  if (failure !== null) {
    return (
      <Alert color="red" title={words.notChecked}>
        <FailureWords failure={failure} />
      </Alert>
    );
  }
  if (checked === undefined) return <Text c="dimmed">{words.checking}</Text>;
  const wrong = checked.problems.filter(isWrong);
  return (
    <Stack gap="xs" aria-busy={!isChecked}>
      <Text size="sm" c="dimmed" role="status">
        {isChecked ? checked.valid && words.isRight : words.checking}
      </Text>
      {missing !== '' && <Alert color="gray">{words.missing(missing)}</Alert>}
      {wrong.length > 0 && (
        <Alert color="red" title={words.problems(wrong.length)}>
          {elsewhere.length > 0 ? <ProblemList problems={elsewhere.filter(isWrong)} /> : words.above}
        </Alert>
      )}
      {checked.warnings.length > 0 && (
        <Alert color="yellow">
          <Text fw={600} size="sm">
            {words.warnings}
          </Text>
          <ProblemList problems={checked.warnings} />
        </Alert>
      )}
      {isChecked && <InWords explained={checked.explained} />}
    </Stack>
  );
}

/** What is empty is told apart. */
function isWrong({ isEmpty }: Problem): boolean {
  return isEmpty !== true;
}

/** The document as a marketer would tell it. */
function InWords({ explained }: Pick<Checked, 'explained'>) {
  const words = useWords(WORDS);
  if (explained === null) return null;
  return (
    <Paper withBorder p="md" component="section" aria-label={words.inWords}>
      <Title order={2} size="h4">
        {words.inWords}
      </Title>
      {explained.sections.map(({ title, sentences }) => (
        <Stack key={title} gap={0} mt="xs">
          <Text fw={600} size="sm">
            {title}
          </Text>
          {sentences.map((sentence) => (
            <Text key={sentence} size="sm">
              {sentence}
            </Text>
          ))}
        </Stack>
      ))}
    </Paper>
  );
}
