import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { AS_IT_IS, AsIfForm, type Otherwise, otherwiseBody } from '../why/as-if/as-if-form.js';
import { type Explanation, type Preview } from '../why/explanation.js';
import { outcomeWords, reportedVerdict } from '../why/outcome.js';
import { previewed } from '../why/as-if/preview.js';
import { Waterfall } from '../why/waterfall.js';
import { WORDS } from '../why/words.js';
import { useWords } from '../words/language.js';

/** What was decided. */
type Real = Pick<Explanation, 'decision' | 'verdicts'>;

/** A decision as if something were otherwise, while it is being thought out. */
export function useAsIf(person: string, { decision, verdicts }: Real) {
  const [otherwise, setOtherwise] = useState<Otherwise>(() => ({ ...AS_IT_IS, facts: {} }));
  const place = useRef<HTMLElement>(null);
  const known = useQuery({
    queryKey: ['as-if', decision.id],
    queryFn: () => previewed({ of: decision.id }),
    staleTime: 60_000,
  });
  const [only, ...others] = verdicts;
  const decided = useMutation({
    mutationFn: (changed: Otherwise) => {
      const body = otherwiseBody(changed);
      if (changed.at === '') return previewed({ of: decision.id, ...body });
      const asked = only !== undefined && others.length === 0 ? { strategy: only.strategy } : {};
      return previewed({ userId: person, ...asked, ...body });
    },
  });
  const change = (changed: Otherwise) => {
    setOtherwise(changed);
    decided.reset();
  };
  return {
    otherwise,
    known,
    decided,
    place,
    change,
    decide: () => decided.mutate(otherwise),
    /** Decides with these facts, and shows it. */
    decideWith: (facts: Readonly<Record<string, unknown>>) => {
      const changed = { ...AS_IT_IS, facts };
      setOtherwise(changed);
      decided.mutate(changed);
      place.current?.scrollIntoView({ block: 'start' });
      place.current?.focus();
    },
  };
}

type AsIf = ReturnType<typeof useAsIf>;

interface DecideAsIfProps {
  readonly asIf: AsIf;
  readonly real: Real;
}

/** What would be decided if something were otherwise, beside what was. */
export function DecideAsIf({ asIf, real }: DecideAsIfProps) {
  const words = useWords(WORDS).asIf;
  const { otherwise, known, decided, place, change, decide } = asIf;
  const { decision } = real;
  return (
    <Paper component="section" withBorder p="md" ref={place} tabIndex={-1} aria-label={words.title}>
      <Stack>
        <Title order={2} size="h3">
          {words.title}
        </Title>
        <Text size="sm">{words.explanation}</Text>
        <AsIfForm
          known={known.data ?? NOTHING}
          otherwise={otherwise}
          onChange={change}
          onDecide={decide}
          busy={decided.isPending}
          failure={decided.error}
          strategies={decision.strategy === null ? [] : [decision.strategy]}
          momentHint={words.momentHint}
        />
        <div aria-live="polite">{decided.data !== undefined && <Otherwised preview={decided.data} real={real} />}</div>
      </Stack>
    </Paper>
  );
}

const NOTHING = { facts: {}, consent: [], suppressed: false } as const;

function Otherwised({ preview: { decision, verdicts }, real }: { readonly preview: Preview; readonly real: Real }) {
  const words = useWords(WORDS);
  const verdict = reportedVerdict(decision, verdicts);
  const isSame = decision.outcome === real.decision.outcome && decision.offer?.id === real.decision.offer?.id;
  return (
    <Stack gap="sm">
      <Alert color={isSame ? 'gray' : 'blue'} title={isSame ? words.asIf.same : words.asIf.other}>
        <Text size="sm">
          <b>{words.asIf.otherwise}:</b> {outcomeWords(decision, verdicts, words)}
        </Text>
        <Text size="sm">
          <b>{words.asIf.real}:</b> {outcomeWords(real.decision, real.verdicts, words)}
        </Text>
      </Alert>
      {verdict !== null && <Waterfall verdict={verdict} decision={decision} />}
    </Stack>
  );
}
