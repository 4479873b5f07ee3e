import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { Dialog } from '../../parts/dialog.js';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type SyntheticEvent, useState } from 'react';
import { type Collection } from '../../api.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { keepDraft } from '../document/kept-draft.js';
import { newDocument } from '../editor/index.js';
import { WORDS } from '../words.js';
import { useDocuments } from './document-list.js';
import { suggestedId } from './suggested-id.js';

const ID = /^[a-z][a-z0-9-]{0,63}$/;
const FACT_NAME = /^[a-zA-Z][a-zA-Z0-9]{0,63}$/;

/** A button that begins a document: it asks for its id and name first. */
export function NewDocument({ collection }: { readonly collection: Collection }) {
  const words = useWords(WORDS);
  const { may, why } = useMay('marketer');
  const [opened, { open, close }] = useDisclosure();
  const action = words.begin.action(words.kinds[collection]);
  return (
    <>
      <Button onClick={open} disabled={!may} title={why}>
        {action}
      </Button>
      <Dialog opened={opened} onClose={close} title={action}>
        <NewDocumentForm collection={collection} />
      </Dialog>
    </>
  );
}

function NewDocumentForm({ collection }: { readonly collection: Collection }) {
  const { begin } = useWords(WORDS);
  const { data: documents = [] } = useDocuments(collection);
  const navigate = useNavigate();
  const [typedId, setTypedId] = useState<string | null>(null);
  const [title, setTitle] = useState('');
  const [isAsked, setAsked] = useState(false);
  const id = typedId ?? suggestedId(title, collection === 'facts');
  const wrong = wrongId(id, { collection, taken: documents.some((document) => document.id === id) });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setAsked(true);
    if (wrong !== null) return;
    const name = collection === 'facts' ? { words: title.trim() } : { title: title.trim() };
    keepDraft(collection, id, { base: null, document: { ...newDocument(collection, id), ...name } });
    void navigate({ to: '/rules/$collection/$id', params: { collection, id } });
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{begin.hint}</Text>
      <TextInput
        label={begin.title}
        value={title}
        onChange={({ currentTarget }) => setTitle(currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={begin.id}
        description={begin.idHint}
        value={id}
        onChange={({ currentTarget }) => setTypedId(currentTarget.value)}
        error={isAsked && wrong !== null ? begin[wrong] : undefined}
        required
      />
      <Group justify="end">
        <Button type="submit">{begin.go}</Button>
      </Group>
    </Stack>
  );
}

function wrongId(
  id: string,
  { collection, taken }: { readonly collection: Collection; readonly taken: boolean },
): 'idWrong' | 'taken' | null {
  if (!(collection === 'facts' ? FACT_NAME : ID).test(id)) return 'idWrong';
  return taken ? 'taken' : null;
}
