import { Badge, Group, NativeSelect, Stack, Tabs, Text } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Loaded } from '../parts/loaded.js';
import { Page } from '../parts/page.js';
import { PageLink } from '../parts/links/page-link.js';
import { useWords } from '../words/language.js';
import { ChampionActions } from './changes/champion-actions.js';
import { DriversTab } from './quality/drivers-tab.js';
import { HistoryTab } from './history-tab.js';
import { LadderTab } from './ladder-tab.js';
import { type KnownVersion, lookedAt } from './looked-at.js';
import { ModelJobs } from './changes/model-jobs.js';
import { PeopleTab } from './quality/people-tab.js';
import { QualityTab } from './quality/quality-tab.js';
import { type Stages, useStages, useStandings, useVersion, type Version } from './queries.js';
import { MODEL_TABS, type ModelTab } from './routes.js';
import { STAGE_COLOURS } from './stage-colours.js';
import { ThresholdTab } from './threshold/threshold-tab.js';
import { TrainButton } from './changes/train-button.js';
import { WORDS } from './words/index.js';

/** A model: what is proven of it, what its thresholds earn, how good it is and what drives it; and what can be done. */
export function ModelPage() {
  const words = useWords(WORDS);
  const { id } = useParams({ from: '/models/$id' });
  const { data: standings = [] } = useStandings();
  const stages = useStages(id);
  const title = standings.find(({ model }) => model === id)?.title ?? id;
  const record = stages.data ?? null;
  return (
    <Page
      title={title}
      sentence={stages.isSuccess ? <Finding record={record} /> : undefined}
      actions={
        <>
          <TrainButton id={id} />
          {record !== null && <ChampionActions id={id} record={record} />}
        </>
      }
    >
      <PageLink to="/models" size="sm">
        {words.title}
      </PageLink>
      <ModelJobs id={id} />
      <Loaded query={stages}>
        {(known) =>
          known === null ? <LadderTab id={id} version={null} known={null} /> : <Trained id={id} record={known} />
        }
      </Loaded>
    </Page>
  );
}

/** Where the model stands, in a sentence. */
function Finding({ record }: { readonly record: Stages | null }) {
  const words = useWords(WORDS);
  if (record === null) return words.header.untrained;
  const deciding = record.versions.find(({ stage }) => stage === 'champion');
  if (deciding === undefined) return words.header.none(record.versions[0]?.version ?? 0);
  const passed = deciding.stages.filter(({ result }) => result === 'passed').length;
  const { override } = deciding;
  return (
    <>
      {words.header.champion(deciding.version, passed)}
      {override !== null && ` ${words.header.override(override.by, override.reason)}`}
    </>
  );
}

function Trained({ id, record }: { readonly id: string; readonly record: Stages }) {
  const { version: asked } = useSearch({ from: '/models/$id' });
  const known = lookedAt(record, asked);
  const version = useVersion(id, known?.version ?? 0);
  if (known === undefined) return null;
  return (
    <Stack>
      <Choice id={id} record={record} known={known} />
      <Loaded query={version} height={400}>
        {(whole) => <Parts id={id} known={known} version={whole} />}
      </Loaded>
    </Stack>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly record: Stages;
  readonly known: KnownVersion;
}

function Choice({ id, record, known }: ChoiceProps) {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const now = useSearch({ from: '/models/$id' });
  const choose = (version: number) =>
    void navigate({ to: '/models/$id', params: { id }, search: { ...now, version }, replace: true });
  return (
    <Group align="end">
      <NativeSelect
        label={words.header.choose}
        value={String(known.version)}
        data={record.versions.map(({ version, stage }) => ({
          value: String(version),
          label: `${String(version)} · ${words.stages[stage]}`,
        }))}
        onChange={({ currentTarget }) => choose(Number(currentTarget.value))}
      />
      <Badge variant="outline" c="var(--mantine-color-text)" tt="none" color={STAGE_COLOURS[known.stage]} mb={8}>
        {words.stages[known.stage]}
      </Badge>
      <Text size="sm" c="dimmed" mb={8}>
        {known.plugin}
      </Text>
    </Group>
  );
}

interface PartsProps {
  readonly id: string;
  readonly known: KnownVersion;
  readonly version: Version;
}

function Parts({ id, known, version }: PartsProps) {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const now = useSearch({ from: '/models/$id' });
  const { tab = 'ladder' } = now;
  const show = (name: string | null) =>
    void navigate({
      to: '/models/$id',
      params: { id },
      search: { ...now, tab: name as ModelTab },
      replace: true,
    });
  return (
    <Tabs value={tab} onChange={show} keepMounted={false}>
      <Tabs.List>
        {MODEL_TABS.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {words.tabs[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab} pt="md">
        <Part tab={tab} id={id} known={known} version={version} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Part({ tab, id, known, version }: PartsProps & { readonly tab: ModelTab }) {
  if (tab === 'threshold') return <ThresholdTab key={version.version} id={id} version={version} />;
  if (tab === 'quality') return <QualityTab version={version} />;
  if (tab === 'drivers') return <DriversTab version={version} />;
  if (tab === 'people') return <PeopleTab id={id} version={version} />;
  if (tab === 'history') return <HistoryTab id={id} />;
  return <LadderTab id={id} version={version} known={known} />;
}
