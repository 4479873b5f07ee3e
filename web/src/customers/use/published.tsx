import { Button, Table } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { LinkTo } from '../../parts/links/link-to.js';
import { Section } from '../../parts/section.js';
import { keepDraft } from '../../rules/document/kept-draft.js';
import { useMay } from '../../session/may.js';
import { useLanguage, useWords } from '../../words/language.js';
import { type Analysis } from '../queries.js';
import { factOf, useFacts } from './facts.js';
import { WORDS } from './words.js';

/** What an analysis says about each person, and the facts by which rules ask for it. */
export function Published({ analysis }: { readonly analysis: Analysis }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { data: facts } = useFacts();
  const outputs = Object.entries(('publishes' in analysis ? analysis.publishes : undefined) ?? {});
  if (facts === undefined || outputs.length === 0) return null;
  return (
    <Section title={words.title} sentence={words.sentence}>
      <Table aria-label={words.title} maw={700}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.output}</Table.Th>
            <Table.Th>{words.fact}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {outputs.map(([output, type]) => {
            const id = factOf(facts, analysis.id, output);
            const fact = id === undefined ? undefined : facts[id];
            return (
              <Table.Tr key={output}>
                <Table.Th scope="row" fw={400}>
                  {words.outputs[output] ?? output}
                </Table.Th>
                <Table.Td>
                  {id === undefined ? (
                    <MakeFact analysis={analysis.id} output={output} type={type} />
                  ) : (
                    <LinkTo to="/rules/$collection/$id" params={{ collection: 'facts', id }}>
                      {fact?.translations?.[language]?.words ?? fact?.words ?? id}
                    </LinkTo>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

interface MakeFactProps {
  readonly analysis: string;
  readonly output: string;
  readonly type: string;
}

/** Opens the editor with a fact that is what the analysis says; nothing is published by it. */
function MakeFact({ analysis, output, type }: MakeFactProps) {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const { may, why } = useMay('marketer');
  const what = words.outputs[output] ?? output;
  const make = () => {
    const name = camelCase(`${analysis}-${output}`);
    const document = { name, type, from: { computed: { analysis, output } }, words: what };
    keepDraft('facts', name, { base: null, document });
    void navigate({ to: `/rules/facts/${name}` });
  };
  return (
    <Button variant="default" size="xs" onClick={make} disabled={!may} title={why} aria-label={words.makeFact(what)}>
      {words.makeFactShort}
    </Button>
  );
}

/** `lifetime-value-stage` as `lifetimeValueStage`: as facts are named. */
function camelCase(name: string): string {
  return name.replaceAll(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
}
