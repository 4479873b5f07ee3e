import { ScrollArea, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { WithReason } from '../../parts/with-reason.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { ReleaseChanges } from '../changes/release-changes.js';
import { WORDS } from './words.js';

interface RollBackProps {
  /** Of the release that becomes current again. */
  readonly hash: string;
  readonly publishedAt: string;
  /** Of the release that decides now. */
  readonly current: string;
}

/** Makes an earlier release current again, after it was shown what changes by it. */
export function RollBack({ hash, publishedAt, current }: RollBackProps) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  const { may, why } = useMay('marketer');
  const queries = useQueryClient();
  const rollBack = async (reason: string) => {
    await answerOf(api.POST('/v1/releases/rollback', { body: { hash, reason } }));
    notifications.show({ message: words.rolledBack, color: 'green' });
    await queries.invalidateQueries();
  };
  const isCurrent = hash === current ? words.isCurrent : undefined;
  return (
    <WithReason
      action={words.rollBack}
      colour="red"
      variant="default"
      disabled={may ? isCurrent : why}
      onConfirm={rollBack}
    >
      <Stack gap="xs">
        <Text>{words.rollBackWhat(moment(publishedAt))}</Text>
        <ScrollArea.Autosize mah={260}>
          <ReleaseChanges from={current} to={hash} />
        </ScrollArea.Autosize>
      </Stack>
    </WithReason>
  );
}
