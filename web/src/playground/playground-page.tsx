import { Autocomplete, Grid, Paper, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api } from '../api.js';
import { type Formats, useFormats } from '../parts/formats.js';
import { LinkTo } from '../parts/links/link-to.js';
import { Loaded } from '../parts/loaded.js';
import { Page } from '../parts/page.js';
import { AS_IT_IS, AsIfForm, otherwiseBody } from '../why/as-if/as-if-form.js';
import { type Preview } from '../why/explanation.js';
import { outcomeWords } from '../why/outcome.js';
import { type PreviewAsked, previewed } from '../why/as-if/preview.js';
import { VerdictTable } from '../why/verdicts/verdict-table.js';
import { Waterfall } from '../why/waterfall.js';
import { WORDS as WHY_WORDS } from '../why/words.js';
import { useWords } from '../words/language.js';
import { AskedAlone } from './asked-alone.js';
import { WORDS } from './words.js';

/** Everybody's verdict side by side, of a person at a moment, or of somebody who is made up. */
export function PlaygroundPage() {
  const words = useWords(WORDS);
  const why = useWords(WHY_WORDS);
  const { user = '' } = useSearch({ from: '/playground' });
  const navigate = useNavigate();
  const [person, setPerson] = useState(user);
  const [otherwise, setOtherwise] = useState(AS_IT_IS);
  const [asked, setAsked] = useState<PreviewAsked | null>(user === '' ? null : { userId: user });
  const known = usePreview(user === '' ? {} : { userId: user });
  const decided = usePreview(asked);
  const decide = () => {
    const id = person.trim();
    void navigate({ to: '/playground', search: id === '' ? {} : { user: id }, replace: true });
    setAsked({ ...(id === '' ? {} : { userId: id }), ...otherwiseBody(otherwise) });
  };
  return (
    <Page title={words.title} sentence={words.sentence}>
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Paper withBorder p="md">
            <AsIfForm
              known={known.data ?? NOTHING}
              otherwise={otherwise}
              onChange={setOtherwise}
              onDecide={decide}
              busy={decided.isFetching}
              failure={null}
              strategies={[]}
              momentHint={why.asIf.momentOfPerson}
            >
              <PersonInput value={person} onChange={setPerson} />
            </AsIfForm>
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 8 }} aria-live="polite">
          {asked !== null && (
            <Loaded query={decided} height={400}>
              {(preview) => <Verdicts asked={asked} preview={preview} />}
            </Loaded>
          )}
        </Grid.Col>
      </Grid>
    </Page>
  );
}

const NOTHING = { facts: {}, consent: [], suppressed: false } as const;

function usePreview(asked: PreviewAsked | null) {
  return useQuery({
    queryKey: ['preview', asked],
    queryFn: ({ signal }) => previewed(asked ?? {}, 'summary', signal),
    enabled: asked !== null,
  });
}

const MOST_SUGGESTED = 10;
const PAUSE = 200;

function PersonInput({ value, onChange }: { readonly value: string; readonly onChange: (id: string) => void }) {
  const words = useWords(WORDS);
  const [search] = useDebouncedValue(value.trim(), PAUSE);
  const { data } = useQuery({
    queryKey: ['people', 'suggested', search],
    queryFn: ({ signal }) => {
      const query = { limit: MOST_SUGGESTED, ...(search === '' ? {} : { search }) };
      return answerOf(api.GET('/v1/users', { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
  return (
    <Autocomplete
      label={words.person}
      description={words.personHint}
      data={(data?.users ?? []).map(({ userId }) => userId)}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
    />
  );
}

function Verdicts({ asked, preview }: { readonly asked: PreviewAsked; readonly preview: Preview }) {
  const words = useWords(WORDS);
  const why = useWords(WHY_WORDS);
  const formats = useFormats();
  const { decision, verdicts, repeats, userId, at } = preview;
  return (
    <Stack>
      <div>
        <Text size="sm" c="dimmed">
          {words.who(userId ?? words.madeUp, formats.moment(at))}
        </Text>
        <Text fw={600} size="lg">
          {winnerWords(preview, words, formats) ?? outcomeWords(decision, verdicts, why)}
        </Text>
        {userId !== null && (
          <LinkTo to="/people/$id" params={{ id: userId }} size="sm">
            {words.ofPerson}
          </LinkTo>
        )}
        {repeats !== null && userId !== null && (
          <Text size="sm">
            {words.repeats}{' '}
            <LinkTo to="/people/$id/decisions/$decision" params={{ id: userId, decision: repeats }} size="sm">
              {words.repeated}
            </LinkTo>
          </Text>
        )}
      </div>
      <Title order={2} size="h3">
        {words.verdicts}
      </Title>
      <VerdictTable
        decision={decision}
        verdicts={verdicts}
        opened={(verdict) => (
          <Stack p="xs">
            <Waterfall verdict={verdict} decision={decision} />
            <AskedAlone asked={{ ...asked, strategy: verdict.strategy }} />
          </Stack>
        )}
      />
    </Stack>
  );
}

/** Who wins, and against how many. */
function winnerWords(
  { decision, verdicts }: Preview,
  words: (typeof WORDS)['en'],
  { money, count }: Pick<Formats, 'money' | 'count'>,
): string | null {
  const winner = verdicts.find(({ strategy }) => strategy === decision.strategy);
  if (decision.offer === null || winner === undefined) return null;
  const rivals = verdicts.filter(({ best }) => best !== null).length;
  const { expected } = decision.offer;
  const against =
    expected === null
      ? words.unpriced
      : rivals > 1
        ? words.amongOthers(count(rivals), money(expected.profit))
        : words.alone(money(expected.profit));
  return words.wins(winner.title, decision.offer.title, against);
}
