import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../../api.js';
import { PageLink } from '../../parts/links/page-link.js';
import { Section } from '../../parts/section.js';
import { WithReason } from '../../parts/with-reason.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { type StrategyReadout } from '../queries.js';
import { WORDS } from '../words.js';

type Recorded = AnswerOf<'/v1/experiments/{id}/evidence', 'post'>;

interface RecordEvidenceProps {
  /** The strategy. */
  readonly id: string;
  readonly readout: StrategyReadout;
}

/** Records what the arms showed as the last proof of a model; nothing where no model decides in an arm that is compared. */
export function RecordEvidence({ id, readout: { arms, models, modelArms } }: RecordEvidenceProps) {
  const words = useWords(WORDS).readout.record;
  const compared = modelArms.filter((arm) => arm !== arms?.control);
  const [recorded, setRecorded] = useState<Recorded | null>(null);
  if (arms === null || models.length === 0 || compared.length === 0) return null;
  const isDecided = arms.verdict.kind === 'ship' || arms.verdict.kind === 'stop';
  return (
    <Section title={words.title} sentence={isDecided ? words.about : words.tooEarly}>
      <Group>
        {models.map((model) => (
          <RecordFor
            key={model}
            {...{ id, model, compared }}
            disabled={isDecided ? undefined : words.tooEarly}
            onRecorded={setRecorded}
          />
        ))}
      </Group>
      <Stack gap={2} role="status">
        {recorded !== null && (
          <>
            <Text>{saidOf(recorded, words)}</Text>
            <PageLink to="/models/$id" params={{ id: recorded.model }} size="sm">
              {words.ladder}
            </PageLink>
          </>
        )}
      </Stack>
    </Section>
  );
}

interface RecordForProps {
  readonly id: string;
  readonly model: string;
  /** The arms in which models decide, without the control. */
  readonly compared: readonly string[];
  readonly disabled: string | undefined;
  readonly onRecorded: (recorded: Recorded) => void;
}

function RecordFor({ id, model, compared, disabled, onRecorded }: RecordForProps) {
  const words = useWords(WORDS).readout.record;
  const queries = useQueryClient();
  const { may, why } = useMay('marketer');
  const [chosen, setChosen] = useState<string | null>(null);
  const arm = chosen ?? compared[0] ?? '';
  const record = async (reason: string) => {
    const body = { model, arm, reason };
    onRecorded(await answerOf(api.POST('/v1/experiments/{id}/evidence', { params: { path: { id } }, body })));
    await queries.invalidateQueries({ queryKey: ['model', model] });
  };
  return (
    <WithReason
      action={words.action(model)}
      variant="default"
      disabled={may ? disabled : why}
      onConfirm={(reason) => record(reason)}
    >
      <Text>{words.explanation(model)}</Text>
      {compared.length > 1 && (
        <NativeSelect
          label={words.arm}
          value={arm}
          data={[...compared]}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        />
      )}
    </WithReason>
  );
}

function saidOf({ model, version, passed }: Recorded, words: (typeof WORDS)['en']['readout']['record']): string {
  if (passed === null) return words.nothing;
  return (passed ? words.passed : words.failed)(model, String(version));
}
