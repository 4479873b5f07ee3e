import { Alert, Group, Stack, Text, Title } from '@mantine/core';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { useWords } from '../../words/language.js';
import { useWatched, type Watched } from '../queries.js';
import { Word } from '../state-badge.js';
import { WORDS } from '../words/index.js';

/** What is switched off of a strategy, and what would stop it by itself. */
export function Guardrails({ strategy }: { readonly strategy: string }) {
  const words = useWords(WORDS);
  const watched = useWatched(strategy);
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {words.watching}
      </Title>
      <Loaded query={watched} height={60}>
        {({ switchedOff, guardrails }) => (
          <>
            <SwitchedOff switchedOff={switchedOff} />
            {guardrails.length === 0 && <Text size="sm">{words.noGuardrails}</Text>}
            {guardrails.map((guardrail) => (
              <Guardrail key={`${guardrail.watch} ${guardrail.then}`} guardrail={guardrail} />
            ))}
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function SwitchedOff({ switchedOff }: Pick<Watched, 'switchedOff'>) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  if (switchedOff.length === 0) return <Text size="sm">{words.allQuiet}</Text>;
  return switchedOff.map(({ by, reason, since }) => (
    <Alert key={since} color="red" c="var(--mantine-color-text)">
      {words.offSince(by, moment(since), reason)}
    </Alert>
  ));
}

const COLOURS = { waiting: 'gray', quiet: 'green', crossed: 'red' } as const;

function Guardrail({ guardrail }: { readonly guardrail: Watched['guardrails'][number] }) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  const { watch, then, state, actedAt } = guardrail;
  return (
    <Stack gap={2}>
      <Group gap="xs">
        <Text fw={600}>{words.watched[watch]}</Text>
        <Word colour={COLOURS[state]}>{words.guardStates[state]}</Word>
        <Text size="sm">{words.then[then]}</Text>
        {actedAt !== null && <Text size="sm">{words.acted(moment(actedAt))}</Text>}
      </Group>
      {guardrail.words !== '' && <Text size="sm">{guardrail.words}</Text>}
    </Stack>
  );
}
