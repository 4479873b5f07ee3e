import { Stack, Tabs, Text, Title } from '@mantine/core';
import { IntervalChart, type IntervalRow } from '../../charts/interval-chart.js';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { useWords } from '../../words/language.js';
import { type CampaignResults, useResults } from '../queries.js';
import { WORDS } from '../words/index.js';
import { DaysChart } from './days-chart.js';
import { GroupsTable } from './groups-table.js';

interface ResultsProps {
  /** Id of a campaign or of a run. */
  readonly of: string;
  readonly sentence?: string;
}

/** What a campaign or one of its runs brought, against the held-out: all in all, by arm, offer and day. */
export function Results({ of, sentence }: ResultsProps) {
  const words = useWords(WORDS);
  const results = useResults(of, true);
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h3">
        {words.results}
      </Title>
      <Loaded query={results}>{(found) => <Brought results={found} sentence={sentence} />}</Loaded>
    </Stack>
  );
}

function Brought({ results, sentence }: { readonly results: CampaignResults; readonly sentence: string | undefined }) {
  const words = useWords(WORDS);
  const { result } = results;
  if (result === null) return <Text c="dimmed">{words.noResults}</Text>;
  return (
    <>
      <Text>
        <Finding results={results} />
      </Text>
      {sentence !== undefined && (
        <Text size="sm" c="dimmed">
          {sentence}
        </Text>
      )}
      <ByArm results={results} />
      <Tabs defaultValue="arm" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="arm">{words.byArm}</Tabs.Tab>
          <Tabs.Tab value="offer">{words.byOffer}</Tabs.Tab>
          <Tabs.Tab value="day">{words.byDay}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="arm" pt="sm">
          <GroupsTable what={words.arm} groups={results.arms.map(({ arm, ...group }) => ({ name: arm, ...group }))} />
        </Tabs.Panel>
        <Tabs.Panel value="offer" pt="sm">
          <GroupsTable
            what={words.offer}
            groups={results.offers.map(({ offer, ...group }) => ({ name: offer, ...group }))}
          />
        </Tabs.Panel>
        <Tabs.Panel value="day" pt="sm">
          <DaysChart days={results.days} />
          <GroupsTable what={words.day} groups={results.days.map(({ day, ...group }) => ({ name: day, ...group }))} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Finding({ results: { result, treated, holdout } }: { readonly results: CampaignResults }) {
  const words = useWords(WORDS);
  const { count, decimal, money } = useFormats();
  if (result === null) return null;
  const [converted, people] = [count(treated.conversions), count(treated.users)];
  const profit = money(result.profit.value);
  const first =
    result.incremental === null
      ? words.broughtGross(profit, converted, people)
      : words.broughtIncremental(profit, converted, people, decimal(result.incremental.value));
  const compared = words.heldOutWords[holdout.status](count(holdout.users));
  const open = treated.openWindows === 0 ? '' : words.stillOpen(count(treated.openWindows));
  return <>{`${first} ${compared} ${open}`}</>;
}

/** Conversion rates with their intervals, arm beside arm, and the held-out. */
function ByArm({ results: { arms, holdout } }: { readonly results: CampaignResults }) {
  const words = useWords(WORDS);
  const { share } = useFormats();
  const rows = arms.flatMap(({ arm, result }): IntervalRow[] =>
    result === null ? [] : [{ name: arm, ...rateOf(result.conversionRate, share) }],
  );
  const rate = holdout.users === 0 ? null : holdout.conversions / holdout.users;
  const held: IntervalRow[] =
    rate === null ? [] : [{ name: words.without, value: rate, words: share(rate), look: 'reference' }];
  if (rows.length + held.length < 2) return null;
  return <IntervalChart title={words.rate} rows={[...rows, ...held]} as="point" />;
}

type Rate = NonNullable<CampaignResults['result']>['conversionRate'];

function rateOf({ value, lower, upper }: Rate, share: (value: number) => string): Omit<IntervalRow, 'name'> {
  if (lower === null || upper === null) return { value, words: share(value) };
  return { value, low: lower, high: upper, words: `${share(value)} [${share(lower)}–${share(upper)}]` };
}
