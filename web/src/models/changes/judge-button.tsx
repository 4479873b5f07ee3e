import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { answerOf, api } from '../../api.js';
import { useWords } from '../../words/language.js';
import { latestEvaluation } from '../evaluation.js';
import { modelKey, useStrategies, useTrainings, type Version } from '../queries.js';
import { namesModel } from '../threshold/score-conditions.js';
import { WORDS } from '../words/index.js';
import { StartButton, StartForm } from './start-job.js';

interface JudgeButtonProps {
  readonly id: string;
  readonly version: Version;
}

/** Asks by what to judge a version, and lets it be judged. */
export function JudgeButton({ id, version }: JudgeButtonProps) {
  const { judge } = useWords(WORDS);
  const action = judge.action(version.version);
  return (
    <StartButton
      action={action}
      title={action}
      form={(close) => <JudgeForm id={id} version={version} close={close} />}
    />
  );
}

const STORED = 'stored history';

function JudgeForm({ id, version, close }: JudgeButtonProps & { readonly close: () => void }) {
  const words = useWords(WORDS);
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
  const start = () => {
    const body = {
      ...{ version: version.version, seed: 1 },
      ...(strategy === '' ? {} : { strategy }),
      ...(data.trim() === '' ? {} : { data: data.trim() }),
      ...(by.trim() === '' ? {} : { by: by.trim() }),
    };
    return answerOf(api.POST('/v1/models/{id}/evaluate', { params: { path: { id } }, body }));
  };
  return (
    <StartForm
      about={words.judge.about}
      action={words.judge.action(version.version)}
      start={start}
      jobs={[...modelKey(id), 'evaluations']}
      close={close}
    >
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
    </StartForm>
  );
}
