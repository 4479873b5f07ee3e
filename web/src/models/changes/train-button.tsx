import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { answerOf, api } from '../../api.js';
import { useWords } from '../../words/language.js';
import { modelKey } from '../queries.js';
import { WORDS } from '../words/index.js';
import { StartButton, StartForm } from './start-job.js';

/** Asks what to learn from, and starts a training. */
export function TrainButton({ id }: { readonly id: string }) {
  const { train } = useWords(WORDS);
  return (
    <StartButton
      action={train.action}
      title={train.title}
      variant="default"
      form={(close) => <TrainForm id={id} close={close} />}
    />
  );
}

function TrainForm({ id, close }: { readonly id: string; readonly close: () => void }) {
  const { train } = useWords(WORDS);
  const [data, setData] = useState('');
  const [seed, setSeed] = useState<number | string>(1);
  const start = () => {
    const file = data.trim();
    const body = { seed: Number(seed), ...(file === '' ? {} : { data: file }) };
    return answerOf(api.POST('/v1/models/{id}/train', { params: { path: { id } }, body }));
  };
  return (
    <StartForm
      about={train.about}
      action={train.start}
      start={start}
      jobs={[...modelKey(id), 'trainings']}
      close={close}
    >
      <TextInput
        label={train.data}
        description={train.dataHint}
        value={data}
        onChange={({ currentTarget }) => setData(currentTarget.value)}
        data-autofocus
      />
      <NumberInput
        label={train.seed}
        description={train.seedHint}
        value={seed}
        onChange={setSeed}
        min={0}
        allowDecimal={false}
      />
    </StartForm>
  );
}
