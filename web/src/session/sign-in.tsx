import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useWords } from '../words/language.js';
import { useSignIn } from './session.js';
import { WORDS } from './words.js';

/** Where a key is asked for. */
export function SignIn() {
  const words = useWords(WORDS);
  const [key, setKey] = useState('');
  const signIn = useSignIn();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    signIn.mutate(key.trim());
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper component="form" withBorder p="xl" w="100%" maw={400} onSubmit={submit}>
        <Stack>
          <Title order={1} size="h2">
            Strata
          </Title>
          <Text>{words.explanation}</Text>
          <PasswordInput
            label={words.key}
            value={key}
            onChange={({ currentTarget }) => setKey(currentTarget.value)}
            autoComplete="current-password"
            required
            autoFocus
          />
          {signIn.error !== null && (
            <Alert color="red" role="alert">
              {signIn.error.message}
            </Alert>
          )}
          <Button type="submit" loading={signIn.isPending}>
            {words.signIn}
          </Button>
        </Stack>
      </Paper>
    </Center>
  );
}
