import { ActionIcon, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useWords } from '../../words/language.js';
import { type Facts } from '../explanation.js';
import { useFacts, useWritten } from '../needed.js';
import { WORDS } from '../words.js';

/** Facts in place of the known ones, by name; null: not known. */
export type ChangedFacts = Readonly<Record<string, unknown>>;

interface ChangeFactsProps {
  /** The known ones. */
  readonly known: Readonly<Record<string, unknown>>;
  readonly changed: ChangedFacts;
  readonly onChange: (changed: ChangedFacts) => void;
}

/** The facts that are changed, each with its place to write, and a list of the others. */
export function ChangeFacts({ known, changed, onChange }: ChangeFactsProps) {
  const words = useWords(WORDS).asIf;
  const facts = useFacts();
  const written = useWritten();
  const others = Object.keys(facts)
    .filter((name) => !Object.hasOwn(changed, name))
    .map((name) => ({ value: name, label: written.fact(name) }));
  const set = (name: string, value: unknown) => onChange({ ...changed, [name]: value });
  const remove = (name: string) =>
    onChange(Object.fromEntries(Object.entries(changed).filter(([other]) => other !== name)));
  return (
    <Stack gap="xs">
      {Object.entries(changed).map(([name, value]) => (
        <Group key={name} align="end" wrap="nowrap" gap="xs">
          <FactInput
            type={facts[name]?.type ?? 'string'}
            label={written.fact(name)}
            hint={words.now(written.value(name, known[name]))}
            value={value}
            onChange={(next) => set(name, next)}
          />
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={words.remove(written.fact(name))}
            onClick={() => remove(name)}
          >
            ✕
          </ActionIcon>
        </Group>
      ))}
      <Select
        label={words.add}
        placeholder={words.addHint}
        data={others}
        searchable
        value={null}
        onChange={(name) => {
          if (name !== null) set(name, known[name] ?? null);
        }}
      />
    </Stack>
  );
}

interface FactInputProps {
  readonly type: Facts[string]['type'];
  readonly label: string;
  readonly hint: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** Where nothing is written, the value is not known. */
function FactInput({ type, label, hint, value, onChange }: FactInputProps) {
  const words = useWords(WORDS);
  const said = { label, description: hint, placeholder: words.asIf.notKnown, flex: 1 };
  switch (type) {
    case 'number':
      return (
        <NumberInput
          {...said}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : null)}
          decimalScale={6}
        />
      );
    case 'boolean':
      return (
        <Select
          {...said}
          data={[
            { value: 'true', label: words.yes },
            { value: 'false', label: words.no },
          ]}
          clearable
          value={typeof value === 'boolean' ? String(value) : null}
          onChange={(next) => onChange(next === null ? null : next === 'true')}
        />
      );
    case 'list':
      return (
        <TextInput
          {...said}
          description={`${hint} · ${words.asIf.listHint}`}
          value={Array.isArray(value) ? value.join(', ') : ''}
          onChange={({ currentTarget }) => onChange(listOf(currentTarget.value))}
        />
      );
    case 'date':
    case 'string':
      return (
        <TextInput
          {...said}
          type={type === 'date' ? 'date' : 'text'}
          value={typeof value === 'string' ? (type === 'date' ? value.slice(0, DAY) : value) : ''}
          onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.value)}
        />
      );
  }
}

/** Characters of 2026-11-22. */
const DAY = 10;

function listOf(text: string): readonly string[] | null {
  if (text === '') return null;
  return text.split(/[,，]\s?/);
}
