import { Checkbox, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api } from '../../api.js';
import { WithReason } from '../../parts/with-reason.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { type KnownVersion, lookedAt } from '../looked-at.js';
import { modelKey, type Stages } from '../queries.js';
import { WORDS } from '../words/index.js';

interface ChampionActionsProps {
  readonly id: string;
  readonly record: Stages;
}

/** Which version decides: promoted, rolled back, retired. What the server refuses is shown whole. */
export function ChampionActions({ id, record }: ChampionActionsProps) {
  const words = useWords(WORDS);
  const { version: asked } = useSearch({ from: '/models/$id' });
  const known = lookedAt(record, asked);
  const { why } = useMay('marketer');
  const changed = useChanged(id);
  if (known === undefined) return null;
  const { version } = known;
  const path = { params: { path: { id } } };
  return (
    <>
      {known.stage !== 'champion' && <Promote id={id} known={known} disabled={why} />}
      {record.promotions.length > 0 && (
        <WithReason
          action={words.promote.roll}
          colour="orange"
          variant="default"
          disabled={why}
          onConfirm={(reason) => changed(answerOf(api.POST('/v1/models/{id}/rollback', { ...path, body: { reason } })))}
        >
          <Text size="sm">{words.promote.rollAbout}</Text>
        </WithReason>
      )}
      {known.stage === 'champion' && (
        <WithReason
          action={words.promote.retire(version)}
          colour="red"
          variant="default"
          disabled={why}
          onConfirm={(reason) =>
            changed(answerOf(api.POST('/v1/models/{id}/retire', { ...path, body: { version, reason } })))
          }
        >
          <Text size="sm">{words.promote.retireAbout}</Text>
        </WithReason>
      )}
    </>
  );
}

/** After a change everything about the model is read again. */
function useChanged(id: string): (change: Promise<unknown>) => Promise<void> {
  const queries = useQueryClient();
  return async (change) => {
    await change;
    await Promise.all([
      queries.invalidateQueries({ queryKey: modelKey(id) }),
      queries.invalidateQueries({ queryKey: ['model-standings'] }),
    ]);
  };
}

interface PromoteProps {
  readonly id: string;
  readonly known: KnownVersion;
  readonly disabled: string | undefined;
}

function Promote({ id, known: { version, stages }, disabled }: PromoteProps) {
  const words = useWords(WORDS);
  const changed = useChanged(id);
  const [override, setOverride] = useState<string | null>(null);
  const missing = stages.filter(({ result }) => result !== 'passed').map(({ stage }) => words.stages[stage]);
  const promote = async (reason: string) => {
    const why = override === null ? {} : { override: override.trim() === '' ? reason : override.trim() };
    await changed(
      answerOf(api.POST('/v1/models/{id}/promote', { params: { path: { id } }, body: { version, reason, ...why } })),
    );
  };
  return (
    <WithReason action={words.promote.action(version)} disabled={disabled} onConfirm={promote}>
      <Text size="sm">{words.promote.about}</Text>
      {missing.length > 0 && <Override missing={missing} override={override} onChange={setOverride} />}
    </WithReason>
  );
}

interface OverrideProps {
  readonly missing: readonly string[];
  /** Why the proofs may be missing; null where they may not. */
  readonly override: string | null;
  readonly onChange: (override: string | null) => void;
}

function Override({ missing, override, onChange }: OverrideProps) {
  const words = useWords(WORDS);
  const { may } = useMay('admin');
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {words.promote.missing(missing.join(', '))}
      </Text>
      <Checkbox
        label={words.promote.override}
        description={may ? words.promote.overrideHint : words.promote.overrideAdmin}
        disabled={!may}
        checked={override !== null}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? '' : null)}
      />
      {override !== null && (
        <Textarea
          aria-label={words.promote.override}
          value={override}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </Stack>
  );
}
