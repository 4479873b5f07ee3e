import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, api } from '../../api.js';
import { WithReason } from '../../parts/with-reason.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words.js';

/** Everything that is kept about a person: to take away, and to erase. Of administrators only. */
export function PersonRecord({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { may } = useMay('admin');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const params = { path: { id } };
  const download = useMutation({
    mutationFn: async () => {
      save(await answerOf(api.GET('/v1/users/{id}/export', { params })), `${id}.json`);
    },
  });
  const erase = async (reason: string) => {
    await answerOf(api.DELETE('/v1/users/{id}', { params: { ...params, query: { reason } } }));
    queries.removeQueries({ queryKey: ['person', id] });
    await queries.invalidateQueries({ queryKey: ['people'] });
    notifications.show({ message: words.erased });
    await navigate({ to: '/people' });
  };
  if (!may) return null;
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {words.everything}
      </Title>
      {download.error !== null && (
        <Alert color="red" role="alert">
          {download.error.message}
        </Alert>
      )}
      <Group>
        <Button variant="default" onClick={() => download.mutate()} loading={download.isPending}>
          {words.export}
        </Button>
        <WithReason action={words.erase} colour="red" variant="default" onConfirm={erase}>
          <Text>{words.eraseExplanation}</Text>
        </WithReason>
      </Group>
    </Stack>
  );
}

function save(content: unknown, name: string): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
