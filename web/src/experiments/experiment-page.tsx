import { Tabs } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Loaded } from '../parts/loaded.js';
import { Page } from '../parts/page.js';
import { PageLink } from '../parts/links/page-link.js';
import { useWords } from '../words/language.js';
import { LayersTab } from './layers/layers-tab.js';
import { useExperiments } from './queries.js';
import { NoExperiment, ReadoutTab } from './readout/readout-tab.js';
import { EXPERIMENT_TABS, type ExperimentTab } from './routes.js';
import { WORDS } from './words.js';

/** What the experiment of a strategy showed, and what its layers would have earned on history. */
export function ExperimentPage() {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const { id } = useParams({ from: '/experiments/$id' });
  const { tab = 'readout' } = useSearch({ from: '/experiments/$id' });
  const experiments = useExperiments();
  const { experiments: running = [], others = [] } = experiments.data ?? {};
  const title = [...running, ...others].find(({ strategy }) => strategy === id)?.title ?? id;
  const isExperiment = !others.some(({ strategy }) => strategy === id);
  const show = (name: string | null) =>
    void navigate({
      to: '/experiments/$id',
      params: { id },
      search: { tab: name as ExperimentTab },
      replace: true,
    });
  return (
    <Page title={title}>
      <PageLink to="/experiments" size="sm">
        {words.title}
      </PageLink>
      <Tabs value={tab} onChange={show} keepMounted={false}>
        <Tabs.List>
          {EXPERIMENT_TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {words.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          <Loaded query={experiments}>
            {() =>
              tab === 'layers' ? (
                <LayersTab id={id} />
              ) : isExperiment ? (
                <ReadoutTab id={id} />
              ) : (
                <NoExperiment id={id} />
              )
            }
          </Loaded>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
