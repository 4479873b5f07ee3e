import { Alert, SegmentedControl, Skeleton, Stack, Box, Grid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, memo, startTransition, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { Loaded } from '../../parts/loaded.js';
import { useLanguage, useWords } from '../../words/language.js';
import { withValueAt } from './at-path.js';
import { CatalogueProvider, useCatalogue } from './catalogue.js';
import { checkQuery, type Problem } from './checks/check.js';
import { type EditedCollection, newDocument } from './collections.js';
import { DocumentForm, type SetValue } from './document/document-form.js';
import { useMissing } from './document/missing.js';
import { unplaced } from './document/placed-problems.js';
import { draftOf, useDraft } from './draft.js';
import { Found } from './checks/found.js';
import { WORDS } from './words.js';

const JsonEditor = lazy(async () => ({ default: (await import('./json/json-editor.js')).JsonEditor }));

/** What was made of a document. */
export interface Edited {
  /** Null while what is written is no document. */
  readonly document: object | null;
  /** Whether the server found nothing wrong with the document as it is now. */
  readonly isValid: boolean;
  /** Whether it differs from the published one; where there is none, from the beginning of a new one. */
  readonly isChanged: boolean;
  readonly problems: readonly Problem[];
  /** What is still empty, in words; '' where nothing is. */
  readonly missing: string;
  readonly warnings: readonly Problem[];
}

interface DocumentEditorProps {
  readonly collection: EditedCollection;
  readonly id: string;
  /** Null where there is none yet. */
  readonly published: object | null;
  /** What is begun with in the place of the published one. */
  readonly initial?: object | undefined;
  readonly onChange: (edited: Edited) => void;
}

/**
 * A document as a form and as JSON, which say the same. It is checked while it is written; give it another key to
 * begin anew. What the page is told of it does not draw it again.
 */
export const DocumentEditor = memo(function DocumentEditor(props: DocumentEditorProps) {
  const catalogue = useCatalogue();
  return (
    <Loaded query={catalogue} height={320}>
      {(names) => (
        <CatalogueProvider value={names}>
          <Editor {...props} />
        </CatalogueProvider>
      )}
    </Loaded>
  );
});

const NOTHING: readonly Problem[] = [];

function Editor({ collection, id, published, initial, onChange }: DocumentEditorProps) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const unchanged = useMemo(() => published ?? newDocument(collection, id), [published, collection, id]);
  const [draft, setDraft] = useDraft(initial ?? unchanged);
  const set = useCallback<SetValue>(
    (steps, value) => setDraft((before) => draftOf(withValueAt(before.document, steps, value) ?? {})),
    [setDraft],
  );
  const [view, setView] = useState<'form' | 'json'>('form');
  const { document, fault } = draft;
  const checked = useQuery(checkQuery({ collection, id, document }, language));
  const problems = checked.data?.problems ?? NOTHING;
  const warnings = checked.data?.warnings ?? NOTHING;
  const missing = useMissing(problems, collection, document);
  const isChecked = fault === null && checked.isSuccess && !checked.isPlaceholderData;
  const edited = useMemo(
    (): Edited => ({
      document: fault === null ? document : null,
      isValid: isChecked && checked.data.valid,
      isChanged: JSON.stringify(document) !== JSON.stringify(unchanged),
      problems,
      missing,
      warnings,
    }),
    [document, fault, isChecked, checked.data, unchanged, problems, missing, warnings],
  );
  // The page around follows in its own time: whoever types sees the key first.
  useEffect(() => startTransition(() => onChange(edited)), [edited, onChange]);
  const faultText = fault === null ? null : fault.kind === 'repeated' ? words.repeated(fault.name) : words.syntax;
  return (
    <Stack>
      <SegmentedControl
        aria-label={words.views}
        maw={240}
        data={[
          { value: 'form', label: words.form },
          { value: 'json', label: words.json },
        ]}
        value={view}
        onChange={(chosen) => setView(chosen)}
      />
      {view === 'form' && fault !== null && (
        <Alert color="red" role="alert">
          {words.noJson}
        </Alert>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, xl: 8 }}>
          {view === 'form' ? (
            <DocumentForm collection={collection} document={document} problems={problems} set={set} />
          ) : (
            <Suspense fallback={<Skeleton h={400} />}>
              <JsonEditor
                label={words.asJson}
                draft={draft}
                problems={problems}
                warnings={warnings}
                fault={faultText ?? ''}
                onChange={setDraft}
              />
            </Suspense>
          )}
        </Grid.Col>
        <Grid.Col span={{ base: 12, xl: 4 }}>
          {/* Where there is room, what was found stays in sight. */}
          <Box pos={{ xl: 'sticky' }} top={72}>
            <Found
              isChecked={isChecked}
              fault={faultText}
              failure={checked.error}
              checked={checked.data}
              missing={missing}
              elsewhere={view === 'form' ? unplaced(problems, collection, document) : problems}
            />
          </Box>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
