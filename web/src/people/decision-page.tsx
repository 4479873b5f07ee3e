import { Anchor, Code, Grid, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { answerOf, api } from '../api.js';
import { useFormats } from '../parts/formats.js';
import { LinkTo } from '../parts/links/link-to.js';
import { Loaded } from '../parts/loaded.js';
import { LoadedPage } from '../parts/loaded-page.js';
import { Page } from '../parts/page.js';
import { Accounts } from '../why/accounts.js';
import { capitalised } from '../why/capitalised.js';
import { type Explanation } from '../why/explanation.js';
import { outcomeWords, reportedVerdict } from '../why/outcome.js';
import { previewed } from '../why/as-if/preview.js';
import { ScoreReasons } from '../why/score-reasons.js';
import { VerdictTable } from '../why/verdicts/verdict-table.js';
import { Waterfall } from '../why/waterfall.js';
import { WORDS as WHY_WORDS } from '../why/words.js';
import { useWords } from '../words/language.js';
import { DecideAsIf, useAsIf } from './decide-as-if.js';
import { WORDS } from './words.js';

/** One decision: how far it came, why, what it costs, what would change it, and what would be decided otherwise. */
export function DecisionPage() {
  const { id, decision } = useParams({ from: '/people/$id/decisions/$decision' });
  const explanation = useQuery({
    queryKey: ['explanation', decision],
    queryFn: () => answerOf(api.GET('/v1/decisions/{id}/explanation', { params: { path: { id: decision } } })),
    staleTime: 60_000,
  });
  // The same decision without its search for what would change it, which may take seconds.
  const known = useQuery({
    queryKey: ['as-if', decision],
    queryFn: () => previewed({ of: decision }),
    staleTime: 60_000,
  });
  const isFaster = explanation.data === undefined && known.data !== undefined;
  if (isFaster) return <Decided key={decision} person={id} decided={known.data} explanation={explanation} />;
  return (
    <LoadedPage query={explanation} title={decision} height={600}>
      {(found) => <Decided key={decision} person={id} decided={found} explanation={explanation} />}
    </LoadedPage>
  );
}

interface DecidedProps {
  readonly person: string;
  readonly decided: Pick<Explanation, 'decision' | 'verdicts'>;
  readonly explanation: UseQueryResult<Explanation>;
}

function Decided({ person, decided, explanation }: DecidedProps) {
  const words = useWords(WORDS).decision;
  const why = useWords(WHY_WORDS);
  const { moment } = useFormats();
  const asIf = useAsIf(person, decided);
  const { decision, verdicts } = decided;
  const traces = explanation.data?.traces ?? NO_TRACES;
  const repetition = explanation.data?.repetition ?? null;
  const reported = reportedVerdict(decision, verdicts);
  const others = verdicts.filter((verdict) => verdict !== reported);
  return (
    <Page title={words.title(moment(decision.at))} sentence={outcomeWords(decision, verdicts, why)}>
      <LinkTo to="/people/$id" params={{ id: person }} size="sm">
        ← {words.back(person)}
      </LinkTo>
      {repetition !== null && <Text size="sm">{capitalised(repetition.words)}</Text>}
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="xl">
            <Stack component="section" gap="sm">
              <Title order={2} size="h3">
                {why.waterfall}
              </Title>
              {reported !== null && <Waterfall verdict={reported} decision={decision} traces={traces} />}
            </Stack>
            <Loaded query={explanation} height={400}>
              {(found) => (
                <>
                  <Changes explanation={found} onDecide={asIf.decideWith} />
                  <ScoreReasons scores={found.scores} failures={found.failures} />
                  <Accounts explanation={found} />
                </>
              )}
            </Loaded>
            {others.length > 0 && (
              <Stack component="section" gap="sm">
                <Title order={2} size="h3">
                  {words.others}
                </Title>
                <VerdictTable
                  decision={decision}
                  verdicts={others}
                  opened={(verdict) => <Waterfall verdict={verdict} decision={decision} traces={traces} />}
                />
              </Stack>
            )}
            {explanation.data !== undefined && <Evidence explanation={explanation.data} />}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <DecideAsIf asIf={asIf} real={decided} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}

interface ChangesProps {
  readonly explanation: Explanation;
  readonly onDecide: (facts: Readonly<Record<string, unknown>>) => void;
}

const NO_TRACES: Explanation['traces'] = [];

/** What would change the decision, and a button that decides so. */
function Changes({ explanation: { answers, decision, scores }, onDecide }: ChangesProps) {
  const words = useWords(WHY_WORDS);
  const nearest = decision.nearestChange;
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {words.change}
      </Title>
      <ul className="plain-list">
        {answers.change.map((sentence) => (
          <li key={sentence}>
            {capitalised(sentence)}{' '}
            {sentence === nearest?.words && (
              <Anchor component="button" type="button" onClick={() => onDecide({ [nearest.fact]: nearest.to })}>
                {words.decideAsIf}
              </Anchor>
            )}
          </li>
        ))}
        {scores.map(({ model, change }) =>
          change === null ? null : (
            <li key={model}>
              {capitalised(change.words)}{' '}
              <Anchor
                component="button"
                type="button"
                onClick={() => onDecide(Object.fromEntries(change.changes.map(({ fact, to }) => [fact, to])))}
              >
                {words.decideAsIf}
              </Anchor>
            </li>
          ),
        )}
      </ul>
    </Stack>
  );
}

/** Which release and which models decided, and whether it comes out again. */
function Evidence({ explanation: { decision, release } }: { readonly explanation: Explanation }) {
  const words = useWords(WORDS).decision;
  const { moment, share, count } = useFormats();
  const models = decision.scores.map(({ model, version }) => words.version(model, count(version))).join(', ');
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {words.evidence}
      </Title>
      <Text>{words.release(shortHash(release.hash), release.by, moment(release.publishedAt))}</Text>
      <Text>{models === '' ? words.noModels : words.models(models)}</Text>
      {decision.arm !== null && <Text>{words.arm(decision.arm, share(decision.propensity ?? 1))}</Text>}
      <Text>
        {words.id}: <Code>{decision.id}</Code>
      </Text>
      <Replayed id={decision.id} />
    </Stack>
  );
}

/** Digits of a hash that people compare. */
const SHORT = 'sha256:'.length + 8;

function shortHash(hash: string): string {
  return hash.slice(0, SHORT);
}

function Replayed({ id }: { readonly id: string }) {
  const words = useWords(WORDS).decision;
  const replay = useQuery({
    queryKey: ['replay', id],
    queryFn: () => answerOf(api.GET('/v1/decisions/{id}/replay', { params: { path: { id } } })),
    staleTime: 60_000,
  });
  return (
    <Loaded query={replay} height={24}>
      {({ equal, differences }) =>
        equal ? (
          <Text>✓ {words.replayed}</Text>
        ) : (
          <>
            <Text c="red.8" fw={600}>
              {words.notReplayed}
            </Text>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.pointer}</Table.Th>
                  <Table.Th>{words.stored}</Table.Th>
                  <Table.Th>{words.again}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {differences.map(({ pointer, stored, replayed }) => (
                  <Table.Tr key={pointer}>
                    <Table.Td>{pointer}</Table.Td>
                    <Table.Td>{JSON.stringify(stored)}</Table.Td>
                    <Table.Td>{JSON.stringify(replayed)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </>
        )
      }
    </Loaded>
  );
}
