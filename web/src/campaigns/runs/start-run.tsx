import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { Dialog } from '../../parts/dialog.js';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { answerOf, api } from '../../api.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words/index.js';

interface Asked {
  readonly campaign: string;
  readonly dryRun: boolean;
  /** Why it runs whatever the models know of these people. */
  readonly force?: string;
}

/** Starts a run and goes to its page. */
export function useStart() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: Asked) => answerOf(api.POST('/v1/campaigns', { body })),
    onSuccess: async ({ id, campaign }) => {
      await queries.invalidateQueries({ queryKey: ['campaign-runs'] });
      await navigate({ to: `/campaigns/${campaign}/runs/${id}` });
    },
  });
}

/** Tries a campaign: whom a run would choose. */
export function DryRun({ campaign }: { readonly campaign: string }) {
  const words = useWords(WORDS);
  const { may, why } = useMay('marketer');
  const start = useStart();
  return (
    <>
      <Button
        variant="default"
        title={why ?? words.dryHint}
        disabled={!may}
        loading={start.isPending}
        onClick={() => start.mutate({ campaign, dryRun: true })}
      >
        {words.dry}
      </Button>
      {start.error !== null && <Refused failure={start.error} />}
    </>
  );
}

/** Runs a campaign, once somebody has read what that does. */
export function StartRun({ campaign, isOpen }: { readonly campaign: string; readonly isOpen: boolean }) {
  const words = useWords(WORDS);
  const { may, why } = useMay('marketer');
  const [opened, { open, close }] = useDisclosure();
  const start = useStart();
  return (
    <>
      <Button onClick={open} disabled={!may || isOpen} title={why ?? (isOpen ? words.alreadyOpen : undefined)}>
        {words.run}
      </Button>
      <Dialog opened={opened} onClose={close} title={words.run}>
        <Stack>
          <Text>{words.runAsk}</Text>
          <Text size="sm" c="dimmed">
            {words.runMay}
          </Text>
          {start.error !== null && <Refused failure={start.error} />}
          <Group justify="end">
            <Button component={Link} to={`/campaigns/${campaign}/preview`} variant="default">
              {words.preview}
            </Button>
            <Button loading={start.isPending} onClick={() => start.mutate({ campaign, dryRun: false })}>
              {words.runNow}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}

function Refused({ failure }: { readonly failure: Error }) {
  return (
    <Alert color="red" role="alert" c="var(--mantine-color-text)">
      {failure.message}
    </Alert>
  );
}
