import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { LoadedPage } from '../../parts/loaded-page.js';
import { Page } from '../../parts/page.js';
import { useWords } from '../../words/language.js';
import { Age } from '../age.js';
import { findingsOf } from '../findings.js';
import { KindReport } from '../kinds/kind-report.js';
import { AskRecommender } from '../kinds/ask-recommender.js';
import { type Analysis, type AnalysisReport, useAnalysis, useReport } from '../queries.js';
import { reportOf } from '../reports.js';
import { Published } from '../use/published.js';
import { WORDS } from '../words/index.js';
import { LatestRun, RunAnalysis } from './run-analysis.js';
import { Versions } from './versions.js';

/** One analysis: what it found out, how far a run is, and its versions. */
export function AnalysisPage() {
  const { id } = useParams({ from: '/customers/$id' });
  const analysis = useAnalysis(id);
  return (
    <LoadedPage query={analysis} title={id}>
      {(document) => <OneAnalysis document={document} />}
    </LoadedPage>
  );
}

function OneAnalysis({ document: analysis }: { readonly document: Analysis }) {
  const { id, title, kind } = analysis;
  const words = useWords(WORDS);
  const formats = useFormats();
  const { version } = useSearch({ from: '/customers/$id' });
  const report = useReport(id, version);
  const read = report.data == null ? null : reportOf(report.data);
  return (
    <Page
      title={title}
      sentence={read === null ? words.kinds[kind] : findingsOf(read, { words, formats }).join(' ')}
      actions={<RunAnalysis id={id} />}
    >
      <LatestRun id={id} />
      <Loaded query={report}>
        {(found) =>
          found === null ? (
            <Text c="dimmed">{words.neverRan}</Text>
          ) : (
            <Found found={found} isEarlier={version !== undefined} />
          )
        }
      </Loaded>
      {kind === 'recommendations' && <AskRecommender model={id} />}
      <Published analysis={analysis} />
      <Versions id={id} shown={report.data?.version} />
      <Anchor component={Link} to={`/rules/analyses/${id}`} size="sm">
        {words.document}
      </Anchor>
    </Page>
  );
}

function Found({ found, isEarlier }: { readonly found: AnalysisReport; readonly isEarlier: boolean }) {
  const words = useWords(WORDS);
  const { analysis, version, at, warning } = found;
  const read = reportOf(found);
  return (
    <Stack gap="xl">
      <Stack gap="xs">
        <Group gap="md">
          <Text size="sm">{words.version(version)}</Text>
          <Age at={at} />
          <Anchor href={`/v1/analyses/${analysis}/report.html?version=${String(version)}`} target="_blank" size="sm">
            {words.wholeReport}
          </Anchor>
        </Group>
        {isEarlier && (
          <Alert color="yellow" c="var(--mantine-color-text)">
            <Group>
              {words.earlier}
              <Button component={Link} to={`/customers/${analysis}`} variant="default" size="xs">
                {words.present}
              </Button>
            </Group>
          </Alert>
        )}
        {warning !== null && (
          <Alert color="yellow" title={words.warning} c="var(--mantine-color-text)">
            {warning}
          </Alert>
        )}
      </Stack>
      {read !== null && <KindReport analysis={analysis} read={read} />}
    </Stack>
  );
}
