import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { answerOf, patientApi } from '../../api.js';
import { FailureWords } from '../../parts/failure-words.js';
import { useFormats } from '../../parts/formats.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { isSame } from '../changes/differences.js';
import { type RuleDocument } from '../documents.js';
import { SimulationReport } from './simulation-report.js';
import { WORDS } from './words.js';

interface TryOutProps {
  readonly id: string;
  /** As it is written here. */
  readonly strategy: RuleDocument;
  /** Null where none of this id is published. */
  readonly published: RuleDocument | null;
}

/** A thousand answer within a second or two; the most take longer. */
const SAMPLES = [1_000, 10_000] as const;

/** What a strategy would do as it is written, compared with the published one. */
export function TryOut({ id, strategy, published }: TryOutProps) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const { may, why } = useMay('marketer');
  const stopping = useRef<AbortController>(undefined);
  const simulation = useMutation({
    mutationFn: async ({ users, tried }: { readonly users: number; readonly tried: RuleDocument }) => {
      const stop = new AbortController();
      stopping.current = stop;
      const body = { strategy: tried, users };
      const asked = { params: { path: { id } }, body, signal: stop.signal };
      return { found: await answerOf(patientApi.POST('/v1/strategies/{id}/simulate', asked)), tried };
    },
  });
  const { data, error, isPending, isSuccess, variables } = simulation;
  return (
    <Stack>
      <Text>{words.explain}</Text>
      <Group>
        {SAMPLES.map((users) => (
          <Button
            key={users}
            variant={users === SAMPLES[0] ? 'filled' : 'default'}
            disabled={!may || isPending}
            title={why ?? ''}
            onClick={() => simulation.mutate({ users, tried: strategy })}
          >
            {words.run(count(users))}
          </Button>
        ))}
        {isPending && (
          <>
            <Loader size="sm" aria-label={words.run(count(variables.users))} />
            <Button variant="default" onClick={() => stopping.current?.abort()}>
              {words.stop}
            </Button>
          </>
        )}
      </Group>
      {error !== null && error.name !== 'AbortError' && (
        <Alert color="red" role="alert">
          <FailureWords failure={error} />
        </Alert>
      )}
      {isSuccess && (
        <>
          {!isSame(data.tried, strategy) && <Alert color="yellow">{words.stale}</Alert>}
          <SimulationReport simulation={data.found} titleOf={titlesOf(data.tried, published)} />
        </>
      )}
    </Stack>
  );
}

/** What an offer is called: as it was tried, else as it is published. */
function titlesOf(...strategies: readonly (RuleDocument | null)[]): (offer: string) => string {
  const offers = strategies.flatMap((strategy) => (strategy?.['offers'] ?? []) as readonly TitledOffer[]);
  return (offer) => {
    const title = offers.find(({ id }) => id === offer)?.title;
    return typeof title === 'string' && title !== '' ? title : offer;
  };
}

/** Of a strategy that the server has tried. */
interface TitledOffer {
  readonly id?: unknown;
  readonly title?: unknown;
}
