import { Alert, Button, Checkbox, Group, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent } from 'react';
import { answerOf, api } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { type ChangedFacts, ChangeFacts } from './change-facts.js';
import { type Preview } from '../explanation.js';
import { WORDS } from '../words.js';

/** What is otherwise. */
export interface Otherwise {
  readonly facts: ChangedFacts;
  /** Null: as it is known. */
  readonly consent: readonly string[] | null;
  readonly suppressed: boolean | null;
  /** By strategy. */
  readonly arms: Readonly<Record<string, string>>;
  readonly nobodyHeldOut: boolean;
  /** As the browser's field for moments writes it, in the browser's time; empty where it is not said. */
  readonly at: string;
}

export const AS_IT_IS: Otherwise = {
  facts: {},
  consent: null,
  suppressed: null,
  arms: {},
  nobodyHeldOut: false,
  at: '',
};

/** The members of a request for a preview. */
export function otherwiseBody({ facts, consent, suppressed, arms, nobodyHeldOut, at }: Otherwise) {
  return {
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
    ...(consent === null ? {} : { consent }),
    ...(suppressed === null ? {} : { suppressed }),
    ...(Object.keys(arms).length === 0 ? {} : { arms }),
    ...(nobodyHeldOut ? { heldOut: false as const } : {}),
    ...(at === '' ? {} : { at: new Date(at).toISOString() }),
  };
}

/** The published strategies. */
export function useStrategies() {
  return useQuery({
    queryKey: ['strategies'],
    queryFn: async () => (await answerOf(api.GET('/v1/strategies'))).strategies,
    staleTime: 60_000,
  });
}

interface AsIfFormProps {
  /** What is known without a change. */
  readonly known: Pick<Preview, 'facts' | 'consent' | 'suppressed'>;
  readonly otherwise: Otherwise;
  readonly onChange: (otherwise: Otherwise) => void;
  readonly onDecide: () => void;
  readonly busy: boolean;
  readonly failure: Error | null;
  /** The strategies whose arms may be chosen. */
  readonly strategies: readonly string[];
  readonly momentHint: string;
  /** In front of everything else. */
  readonly children?: ReactNode;
}

/** Where facts, consent, arm and moment are changed. */
export function AsIfForm(props: AsIfFormProps) {
  const { known, otherwise, onChange, onDecide, busy, failure, strategies, momentHint, children } = props;
  const words = useWords(WORDS).asIf;
  const { moment } = useFormats();
  const set = (change: Partial<Otherwise>) => onChange({ ...otherwise, ...change });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onDecide();
  };
  const said = Number.isNaN(Date.parse(otherwise.at)) ? null : moment(Date.parse(otherwise.at));
  return (
    <Stack component="form" gap="sm" onSubmit={submit}>
      {children}
      <ChangeFacts known={known.facts} changed={otherwise.facts} onChange={(facts) => set({ facts })} />
      <Consents known={known} otherwise={otherwise} set={set} />
      <Arms otherwise={otherwise} set={set} strategies={strategies} />
      <TextInput
        type="datetime-local"
        label={words.moment}
        description={said === null ? momentHint : words.inShopTime(said)}
        value={otherwise.at}
        onChange={({ currentTarget }) => set({ at: currentTarget.value })}
      />
      {failure !== null && (
        <Alert color="red" role="alert">
          {failure.message}
        </Alert>
      )}
      <Group>
        <Button type="submit" loading={busy}>
          {words.decide}
        </Button>
        <Button variant="default" onClick={() => onChange(AS_IT_IS)} disabled={otherwise === AS_IT_IS}>
          {words.reset}
        </Button>
      </Group>
    </Stack>
  );
}

interface PartProps {
  readonly otherwise: Otherwise;
  readonly set: (change: Partial<Otherwise>) => void;
}

/** The purposes that somebody agreed to, or that a strategy asks for. */
function Consents({ known, otherwise, set }: PartProps & { readonly known: AsIfFormProps['known'] }) {
  const words = useWords(WORDS).asIf;
  const { data: strategies = [] } = useStrategies();
  const asked = strategies.flatMap(({ consent }) => consent ?? []);
  const purposes = [...new Set([...known.consent, ...asked])].sort();
  return (
    <Stack gap="xs">
      {purposes.length > 0 && (
        <Checkbox.Group
          label={words.consent}
          value={[...(otherwise.consent ?? known.consent)]}
          onChange={(consent) => set({ consent })}
        >
          <Group gap="md" mt={4}>
            {purposes.map((purpose) => (
              <Checkbox key={purpose} value={purpose} label={purpose} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
      <Switch
        label={words.suppressed}
        checked={otherwise.suppressed ?? known.suppressed}
        onChange={({ currentTarget }) => set({ suppressed: currentTarget.checked })}
      />
    </Stack>
  );
}

function Arms({ otherwise, set, strategies: shown }: PartProps & { readonly strategies: readonly string[] }) {
  const words = useWords(WORDS).asIf;
  const { data: strategies = [] } = useStrategies();
  const drawing = strategies.filter(({ id, experiment }) => shown.includes(id) && experiment !== undefined);
  if (drawing.length === 0) return null;
  const { arms } = otherwise;
  const choose = (strategy: string, arm: string | null) =>
    set({
      arms: Object.fromEntries([
        ...Object.entries(arms).filter(([id]) => id !== strategy),
        ...(arm === null ? [] : [[strategy, arm] as const]),
      ]),
    });
  return (
    <>
      {drawing.map(({ id, title, experiment }) => {
        const known = armIds(experiment?.arms);
        if (known.length === 0) return null;
        return (
          <Select
            key={id}
            label={words.arm(title)}
            placeholder={words.asDrawn}
            data={known}
            clearable
            value={arms[id] ?? null}
            onChange={(arm) => choose(id, arm)}
          />
        );
      })}
      <Checkbox
        label={words.heldOut}
        checked={otherwise.nobodyHeldOut}
        onChange={({ currentTarget }) => set({ nobodyHeldOut: currentTarget.checked })}
      />
    </>
  );
}

/** Arms are a list, or shares by their names. */
function armIds(arms: unknown): string[] {
  if (Array.isArray(arms)) return arms.map(({ id }: { readonly id: string }) => id);
  return typeof arms === 'object' && arms !== null ? Object.keys(arms) : [];
}
