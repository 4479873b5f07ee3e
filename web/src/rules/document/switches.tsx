import { Alert, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { WithReason } from '../../parts/with-reason.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { personOf } from '../lists/listed.js';
import { SWITCHES, useSwitches } from '../lists/state-badge.js';
import { WORDS } from '../words.js';

/** Stops a strategy at once, or lets it make offers again. */
export function StopOrResume({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { may, why } = useMay('marketer');
  const { data } = useSwitches();
  const queries = useQueryClient();
  const isOff = (data?.get(id) ?? []).length > 0;
  const tell = async (deed: 'stop' | 'resume', reason: string) => {
    const asked = { params: { path: { id } }, body: { reason } };
    await (deed === 'stop'
      ? answerOf(api.POST('/v1/strategies/{id}/stop', { ...asked, body: { reason, switch: 'stop' } }))
      : answerOf(api.POST('/v1/strategies/{id}/resume', asked)));
    await queries.invalidateQueries({ queryKey: SWITCHES });
    notifications.show({ message: deed === 'stop' ? words.stopped : words.resumed });
  };
  if (isOff) {
    return (
      <WithReason action={words.resume} colour="green" disabled={why} onConfirm={(reason) => tell('resume', reason)}>
        <Text>{words.resumeHint}</Text>
      </WithReason>
    );
  }
  return (
    <WithReason
      action={words.stop}
      colour="red"
      variant="default"
      disabled={may ? undefined : why}
      onConfirm={(reason) => tell('stop', reason)}
    >
      <Text>{words.stopHint}</Text>
    </WithReason>
  );
}

/** Who switched something off of a strategy, when and why; nothing where all is on. */
export function SwitchedOffAlert({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  const { data } = useSwitches();
  return (data?.get(id) ?? []).map(({ switch: which, by, reason, since }) => (
    <Alert key={which} color="red">
      {(which === 'stop' ? words.stoppedBy : words.armsFixedBy)(personOf(by), moment(since), reason)}
    </Alert>
  ));
}
