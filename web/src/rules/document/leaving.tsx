import { Button, Group, Stack, Text } from '@mantine/core';
import { Dialog } from '../../parts/dialog.js';
import { useBlocker } from '@tanstack/react-router';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words.js';

interface LeavingProps {
  /** Whether there is something that is not published. */
  readonly isChanged: boolean;
  readonly discard: () => void;
}

/** Asks before another page is gone to while something is not published. */
export function Leaving({ isChanged, discard }: LeavingProps) {
  const { leave } = useWords(WORDS);
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname,
    // A reload loses nothing: changes are kept in the browser.
    enableBeforeUnload: false,
    withResolver: true,
  });
  if (status !== 'blocked') return null;
  return (
    <Dialog opened onClose={reset} title={leave.title}>
      <Stack>
        <Text>{leave.text}</Text>
        <Group justify="end">
          <Button variant="default" onClick={reset} data-autofocus>
            {leave.stay}
          </Button>
          <Button
            variant="default"
            color="red"
            onClick={() => {
              discard();
              proceed();
            }}
          >
            {leave.discard}
          </Button>
          <Button onClick={proceed}>{leave.go}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
