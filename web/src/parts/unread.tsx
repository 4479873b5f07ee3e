import { Alert, Button, Stack, Text } from '@mantine/core';
import { useWords } from '../words/language.js';
import { WORDS } from './words.js';

/** Says why something could not be read, and tries again. */
export function Unread({ failure, again }: { readonly failure: Error; readonly again: () => void }) {
  const words = useWords(WORDS);
  return (
    <Alert color="red" role="alert" title={words.failed} m="md">
      <Stack align="start" gap="xs">
        <Text>{failure.message}</Text>
        <Button variant="default" onClick={again}>
          {words.again}
        </Button>
      </Stack>
    </Alert>
  );
}
