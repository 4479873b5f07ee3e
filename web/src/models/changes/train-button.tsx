import { Alert, Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { Dialog } from '../../parts/dialog.js';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { answerOf, api } from '../../api.js';
import { FailureWords } from '../../parts/failure-words.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { modelKey } from '../queries.js';
import { WORDS } from '../words/index.js';

/** Asks what to learn from, and starts a training. */
export function TrainButton({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { may, why } = useMay('marketer');
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button onClick={open} disabled={!may} title={why} variant="default">
        {words.train.action}
      </Button>
      <Dialog opened={opened} onClose={close} title={words.train.title}>
        <TrainForm id={id} close={close} />
      </Dialog>
    </>
  );
}

function TrainForm({ id, close }: { readonly id: string; readonly close: () => void }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [data, setData] = useState('');
  const [seed, setSeed] = useState<number | string>(1);
  const start = useMutation({
    mutationFn: () => {
      const file = data.trim();
      const body = { seed: Number(seed), ...(file === '' ? {} : { data: file }) };
      return answerOf(api.POST('/v1/models/{id}/train', { params: { path: { id } }, body }));
    },
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: [...modelKey(id), 'trainings'] });
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{words.train.about}</Text>
      <TextInput
        label={words.train.data}
        description={words.train.dataHint}
        value={data}
        onChange={({ currentTarget }) => setData(currentTarget.value)}
        data-autofocus
      />
      <NumberInput
        label={words.train.seed}
        description={words.train.seedHint}
        value={seed}
        onChange={setSeed}
        min={0}
        allowDecimal={false}
      />
      {start.error !== null && (
        <Alert color="red" role="alert">
          <FailureWords failure={start.error} />
        </Alert>
      )}
      <Group justify="end">
        <Button type="submit" loading={start.isPending}>
          {words.train.start}
        </Button>
      </Group>
    </Stack>
  );
}
