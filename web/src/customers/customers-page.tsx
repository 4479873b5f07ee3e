import { Alert, Anchor, Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../parts/formats.js';
import { ButtonTo } from '../parts/links/link-to.js';
import { Loaded } from '../parts/loaded.js';
import { Page } from '../parts/page.js';
import { useWords } from '../words/language.js';
import { Age } from './age.js';
import { findingsOf } from './findings.js';
import { type Analysis, useAnalyses, useReport } from './queries.js';
import { reportOf } from './reports.js';
import { WORDS } from './words/index.js';

/** All analyses with what each found out last. */
export function CustomersPage() {
  const words = useWords(WORDS);
  const analyses = useAnalyses();
  return (
    <Page
      title={words.title}
      sentence={words.sentence}
      actions={
        <ButtonTo to="/customers/data/events" variant="default">
          {words.incoming}
        </ButtonTo>
      }
    >
      <Loaded query={analyses}>
        {(all) =>
          all.length === 0 ? (
            <Stack align="start">
              <Text>{words.nothing}</Text>
              <Button component={Link} to="/rules/analyses">
                {words.write}
              </Button>
            </Stack>
          ) : (
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              {all.map((analysis) => (
                <Found key={analysis.id} analysis={analysis} />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
    </Page>
  );
}

function Found({ analysis: { id, title, kind } }: { readonly analysis: Analysis }) {
  const words = useWords(WORDS);
  const formats = useFormats();
  const report = useReport(id);
  return (
    <Card withBorder component="section" aria-label={title}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="start">
          <Title order={2} size="h4">
            <Anchor component={Link} to={`/customers/${id}`} inherit>
              {title}
            </Anchor>
          </Title>
          <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {words.kinds[kind]}
          </Text>
        </Group>
        <Loaded query={report} height={60}>
          {(found) => {
            if (found === null) return <Text c="dimmed">{words.neverRan}</Text>;
            const read = reportOf(found);
            const sentences = read === null ? [] : findingsOf(read, { words, formats });
            return (
              <>
                <Text>{sentences.slice(0, 2).join(' ')}</Text>
                {found.warning !== null && (
                  <Alert color="yellow" p="xs" title={words.warning} c="var(--mantine-color-text)">
                    {found.warning}
                  </Alert>
                )}
                <Age at={found.at} />
              </>
            );
          }}
        </Loaded>
      </Stack>
    </Card>
  );
}
