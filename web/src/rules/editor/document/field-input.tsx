import { Autocomplete, Checkbox, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { COLLECTIONS } from '../../../api.js';
import { useFormats } from '../../../parts/formats.js';
import { useWords } from '../../../words/language.js';
import { textAt } from '../at-path.js';
import { useNames } from '../catalogue.js';
import { type Problem } from '../checks/check.js';
import { DurationInput } from '../duration-input.js';
import { ProblemText } from '../checks/problems.js';
import { type Field } from './sections.js';
import { WORDS } from './words.js';

interface FieldInputProps {
  readonly field: Field;
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Undefined takes the member away. */
  readonly onChange: (value: unknown) => void;
}

/** A member of a document, with what is wrong with it. What does not fit its field is edited as JSON only. */
export function FieldInput(props: FieldInputProps) {
  const { field, value, problems, onChange } = props;
  const words = useWords(WORDS);
  const names = useNames();
  const label = words.fields[field.name];
  const error =
    problems.length === 0 ? undefined : problems.map((each, index) => <ProblemText key={index} problem={each} />);
  const shared = { label, error, 'data-field': field.steps.join('/') };
  const say = (text: string) => onChange(text === '' && field.isNeeded !== true ? undefined : text);
  if (value !== undefined && typeof value === 'object') {
    return <TextInput {...shared} value={JSON.stringify(value)} readOnly description={words.rest} />;
  }
  switch (field.kind) {
    case 'yes':
      return (
        <Checkbox
          {...shared}
          checked={value === true}
          onChange={({ currentTarget }) => onChange(currentTarget.checked || undefined)}
        />
      );
    case 'number':
    case 'share':
    case 'money':
      return <FigureInput {...props} shared={shared} />;
    case 'day':
      return (
        <TextInput
          {...shared}
          type={isDay(value) ? 'date' : 'text'}
          value={textOf(value)}
          onChange={({ currentTarget }) => say(currentTarget.value)}
        />
      );
    case 'span':
      return <DurationInput label={label} error={error} value={textOf(value)} onChange={say} />;
    case 'segment':
      return <Choice {...props} shared={shared} options={names.segments} />;
    case 'strategy':
      return <StrategyChoice {...props} shared={shared} />;
    case 'event':
      return <Autocomplete {...shared} data={[...names.events]} value={textOf(value)} onChange={say} />;
    case 'text':
      return <TextInput {...shared} value={textOf(value)} onChange={({ currentTarget }) => say(currentTarget.value)} />;
  }
}

/** What holds where a member is not there. */
function unsetWords(unset: Readonly<Record<string, string>>, { name, isNeeded }: Field): string | undefined {
  return isNeeded === true ? undefined : unset[name];
}

function isDay(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value));
}

function textOf(value: unknown): string {
  return textAt(value, []);
}

type SharedProps = FieldInputProps & { readonly shared: object };

/** A figure as it is written; what is none by mistake stays to be seen. */
function FigureInput({ field, value, onChange, shared }: SharedProps) {
  const words = useWords(WORDS);
  const { share, money } = useFormats();
  const [text, setText] = useState(textOf(value));
  const shown = figureOf(text) === value ? text : textOf(value);
  const isFigure = typeof value === 'number';
  const told = {
    number: undefined,
    share: isFigure ? share(value) : undefined,
    money: isFigure ? money(value) : undefined,
  };
  return (
    <TextInput
      {...shared}
      inputMode="decimal"
      placeholder={unsetWords(words.unset, field)}
      value={shown}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        onChange(figureOf(currentTarget.value) ?? (field.isNeeded === true ? '' : undefined));
      }}
      rightSection={toldIn(told[field.kind as 'number'])}
      rightSectionWidth="auto"
      rightSectionPointerEvents="none"
      rightSectionProps={{ style: { paddingInlineEnd: 'var(--mantine-spacing-xs)' } }}
    />
  );
}

function toldIn(words: string | undefined) {
  return words === undefined ? null : <span style={{ fontSize: 'var(--mantine-font-size-xs)' }}>{words}</span>;
}

function figureOf(text: string): string | number | undefined {
  const written = text.trim();
  if (written === '') return undefined;
  return /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : text;
}

interface Option {
  readonly id: string;
  readonly title?: string | undefined;
}

function Choice({ value, onChange, shared, field, options }: SharedProps & { readonly options: readonly Option[] }) {
  const words = useWords(WORDS);
  const id = textOf(value);
  const known = options.map((each) => ({ value: each.id, label: each.title ?? each.id }));
  return (
    <Select
      {...shared}
      searchable
      clearable={field.isNeeded !== true}
      placeholder={unsetWords(words.unset, field)}
      data={id === '' || options.some((each) => each.id === id) ? known : [{ value: id, label: id }, ...known]}
      value={id === '' ? null : id}
      onChange={(chosen) => onChange(chosen ?? undefined)}
      comboboxProps={{ keepMounted: false }}
    />
  );
}

function StrategyChoice(props: SharedProps) {
  const { data = [] } = useQuery<readonly Option[]>({ queryKey: ['strategies'], queryFn: COLLECTIONS.strategies.all });
  return <Choice {...props} options={data} />;
}
