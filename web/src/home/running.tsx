import { Anchor, Card, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../api.js';
import { useFormats } from '../parts/formats.js';
import { inTurn } from '../parts/in-turn.js';
import { Loaded } from '../parts/loaded.js';
import { Section } from '../parts/section.js';
import { Tiles } from '../parts/tiles.js';
import { type Listed } from '../rules/lists/listed.js';
import { useDocuments } from '../rules/lists/document-list.js';
import { useSwitches } from '../rules/lists/state-badge.js';
import { useWords } from '../words/language.js';
import { WORDS } from './words.js';

type Results = AnswerOf<'/v1/strategies/{id}/results', 'get'>;

/** So many at most: what each of them brings is counted. */
const MOST = 6;
const DAY_MS = 24 * 3_600_000;

/** The strategies that make offers now, and what they bring. */
export function Running() {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const strategies = useDocuments('strategies');
  const { data: switches } = useSwitches();
  return (
    <Section title={words.running} sentence={words.weekly}>
      <Loaded query={strategies}>
        {(all) => {
          const running = all.filter((strategy) => runs(strategy) && (switches?.get(strategy.id) ?? []).length === 0);
          if (running.length === 0) return <Text>{words.runningNone}</Text>;
          return (
            <>
              <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
                {running.slice(0, MOST).map((strategy) => (
                  <RunningStrategy key={strategy.id} strategy={strategy} />
                ))}
              </SimpleGrid>
              {running.length > MOST && (
                <Anchor component={Link} to="/rules/strategies">
                  {words.moreRunning(count(running.length - MOST))}
                </Anchor>
              )}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

function runs(strategy: Listed): boolean {
  const { from, to } = (strategy['active'] ?? {}) as { readonly from?: string; readonly to?: string };
  const now = Date.now();
  return (from === undefined || Date.parse(from) <= now) && (to === undefined || Date.parse(to) >= now);
}

function RunningStrategy({ strategy: { id, title } }: { readonly strategy: Listed }) {
  const results = useQuery({
    queryKey: ['results', id, 'week'],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - 7 * DAY_MS).toISOString();
      const asked = { params: { path: { id }, query: { from } }, signal };
      return inTurn(signal, () => answerOf(api.GET('/v1/strategies/{id}/results', asked)));
    },
    staleTime: 60_000,
    retry: false,
  });
  return (
    <Card withBorder>
      <Anchor component={Link} to={`/rules/strategies/${encodeURIComponent(id)}`} fw={600}>
        {title ?? id}
      </Anchor>
      {results.isPending && <Skeleton h={40} mt="xs" />}
      {results.data !== undefined && <ResultFigures results={results.data} />}
    </Card>
  );
}

function ResultFigures({ results: { treated, result, days } }: { readonly results: Results }) {
  const words = useWords(WORDS);
  const { count, money } = useFormats();
  const today = days.find(({ day }) => day === new Date().toISOString().slice(0, 10));
  const contacts = today?.treated.contacts ?? 0;
  if (treated.contacts === 0) {
    return (
      <Text size="sm" mt="xs" c="dimmed">
        {words.weekNone}
      </Text>
    );
  }
  const tiles = [
    { name: words.offers, value: count(treated.contacts) },
    { name: words.buyers, value: count(treated.conversions) },
    ...(result === null ? [] : [{ name: words.profit, value: money(result.profit.value) }]),
  ];
  return (
    <Stack gap="xs" mt="xs">
      <Tiles tiles={tiles} />
      {contacts > 0 && (
        <Text size="sm">
          {words.today(count(contacts), count(today?.treated.conversions ?? 0), money(today?.result?.cost ?? 0))}
        </Text>
      )}
      {result?.basis === 'gross' && (
        <Text size="xs" c="dimmed">
          {words.gross}
        </Text>
      )}
    </Stack>
  );
}
