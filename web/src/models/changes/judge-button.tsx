import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { Dialog } from '../../parts/dialog.js';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { answerOf, api } from '../../api.js';
import { FailureWords } from '../../parts/failure-words.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { latestEvaluation } from '../evaluation.js';
import { modelKey, useStrategies, useTrainings, type Version } from '../queries.js';
import { namesModel } from '../threshold/score-conditions.js';
import { WORDS } from '../words/index.js';

interface JudgeButtonProps {
  readonly id: string;
  readonly version: Version;
}

/** Asks by what to judge a version, and lets it be judged. */
export function JudgeButton({ id, version }: JudgeButtonProps) {
  const words = useWords(WORDS);
  const { may, why } = useMay('marketer');
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button onClick={open} disabled={!may} title={why}>
        {words.judge.action(version.version)}
      </Button>
      <Dialog opened={opened} onClose={close} title={words.judge.action(version.version)}>
        <JudgeForm id={id} version={version} close={close} />
      </Dialog>
    </>
  );
}

const STORED = 'stored history';

function JudgeForm({ id, version, close }: JudgeButtonProps & { readonly close: () => void }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { data: strategies = [] } = useStrategies();
  const { data: trainings = [] } = useTrainings(id);
  const using = strategies.filter((strategy) => namesModel(strategy, id));
  const trainedOn = trainings.find((run) => run.version === version.version)?.source ?? STORED;
  const judgedOn = latestEvaluation(version.evidence)?.file;
  const [asked, setAsked] = useState<{ strategy?: string; data?: string; by?: string }>({});
  const strategy = asked.strategy ?? using[0]?.id ?? '';
  const usual =
    judgedOn !== undefined && !judgedOn.startsWith(STORED) ? judgedOn : trainedOn === STORED ? '' : trainedOn;
  const data = asked.data ?? usual;
  const by = asked.by ?? '';
  const start = useMutation({
    mutationFn: () => {
      const body = {
        ...{ version: version.version, seed: 1 },
        ...(strategy === '' ? {} : { strategy }),
        ...(data.trim() === '' ? {} : { data: data.trim() }),
        ...(by.trim() === '' ? {} : { by: by.trim() }),
      };
      return answerOf(api.POST('/v1/models/{id}/evaluate', { params: { path: { id } }, body }));
    },
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: [...modelKey(id), 'evaluations'] });
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{words.judge.about}</Text>
      <NativeSelect
        label={words.judge.strategy}
        value={strategy}
        data={[
          ...using.map((one) => ({ value: one.id, label: one.title })),
          { value: '', label: words.judge.noStrategy },
        ]}
        onChange={({ currentTarget }) => setAsked({ ...asked, strategy: currentTarget.value })}
      />
      <TextInput
        label={words.judge.data}
        description={words.judge.dataHint}
        value={data}
        onChange={({ currentTarget }) => setAsked({ ...asked, data: currentTarget.value })}
      />
      <TextInput
        label={words.judge.by}
        value={by}
        onChange={({ currentTarget }) => setAsked({ ...asked, by: currentTarget.value })}
      />
      {start.error !== null && (
        <Alert color="red" role="alert">
          <FailureWords failure={start.error} />
        </Alert>
      )}
      <Group justify="end">
        <Button type="submit" loading={start.isPending}>
          {words.judge.action(version.version)}
        </Button>
      </Group>
    </Stack>
  );
}
