import { Autocomplete, Code, NativeSelect, Select, TagsInput, Text, TextInput } from '@mantine/core';
import { type ReactNode } from 'react';
import { useFormats } from '../../../../parts/formats.js';
import { useWords } from '../../../../words/language.js';
import { useNames } from '../../catalogue.js';
import { type FactKind } from '../../names.js';
import classes from '../conditions.module.css';
import { isFields } from '../fields.js';
import { NumberInput } from './number-input.js';
import { valueFieldOf, valueOf } from '../operators.js';
import { type Leaf } from '../row.js';
import { useValues } from './values-query.js';
import { useFactOptions } from './what-field.js';
import { WORDS } from '../words.js';

/** Wide enough for a value and how many have it. */
const WIDE = { keepMounted: false, width: 260, position: 'bottom-start' } as const;

interface ValueInputProps {
  readonly leaf: Leaf;
  readonly kind: FactKind | undefined;
  readonly onChange: (value: unknown) => void;
}

/** What a fact is compared with. What no field fits is shown as it is. */
export function ValueInput({ leaf, kind, onChange }: ValueInputProps) {
  const words = useWords(WORDS);
  const { value } = leaf;
  const label = { 'aria-label': words.value, size: 'sm', className: classes['value'] } as const;
  switch (valueFieldOf(leaf, kind)) {
    case 'fact':
      return <OtherFact value={value} onChange={onChange} />;
    case 'known':
      return <YesOrNo yes={words.known} no={words.unknown} value={value === true} onChange={onChange} />;
    case 'choice':
      if (typeof value !== 'boolean') return <Texts leaf={leaf} kind={kind} onChange={onChange} />;
      return <YesOrNo yes={words.yes} no={words.no} value={value} onChange={onChange} />;
    case 'number':
      return <Amount leaf={leaf} onChange={onChange} />;
    case 'date':
      return (
        <TextInput
          {...label}
          type="date"
          value={String(value)}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case 'list':
      return <ValueList leaf={leaf} kind={kind} onChange={onChange} />;
    case 'text':
      return <Texts leaf={leaf} kind={kind} onChange={onChange} />;
    case 'told':
      return <Code>{JSON.stringify(value)}</Code>;
  }
}

function YesOrNo(props: {
  readonly yes: string;
  readonly no: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}) {
  const { yes, no, value, onChange } = props;
  return (
    <NativeSelect
      className={classes['small']}
      size="sm"
      aria-label={useWords(WORDS).value}
      data={[
        { value: 'true', label: yes },
        { value: 'false', label: no },
      ]}
      value={String(value)}
      onChange={({ currentTarget }) => onChange(currentTarget.value === 'true')}
    />
  );
}

/** A number with its unit: days, money, a share with its percentage. */
function Amount({ leaf, onChange }: Pick<ValueInputProps, 'leaf' | 'onChange'>) {
  const words = useWords(WORDS);
  const { share } = useFormats();
  const { facts } = useNames();
  const { fact, value } = leaf;
  const unit = Object.hasOwn(facts, fact) ? facts[fact]?.unit : undefined;
  const isShare = fact === 'score' || unit === 'share';
  return (
    <>
      <NumberInput label={words.value} value={value} onChange={onChange} />
      <Unit>
        {isShare && typeof value === 'number' && words.share(share(value))}
        {fact === 'events' && words.times}
        {!isShare && unit !== undefined && (words.units[unit] ?? unit)}
      </Unit>
    </>
  );
}

function Unit({ children }: { readonly children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}

function OtherFact({ value, onChange }: Pick<ValueInputProps, 'onChange'> & { readonly value: unknown }) {
  const words = useWords(WORDS);
  const name = isFields(value) && typeof value['fact'] === 'string' ? value['fact'] : '';
  const options = useFactOptions(name);
  const hidden = isFields(value) ? Object.entries(value).filter(([key]) => key !== 'fact') : [];
  return (
    <>
      <Select
        className={classes['value']}
        size="sm"
        searchable
        allowDeselect={false}
        aria-label={words.otherFact}
        data={[...options]}
        value={name}
        onChange={(chosen) => chosen !== null && chosen !== name && onChange({ fact: chosen })}
        comboboxProps={{ keepMounted: false }}
      />
      {hidden.length > 0 && <Unit>{words.also(JSON.stringify(Object.fromEntries(hidden)))}</Unit>}
    </>
  );
}

function Texts({ leaf, kind, onChange }: ValueInputProps) {
  const words = useWords(WORDS);
  const text = String(leaf.value);
  const { values, told, isUnseen } = useValues(leaf, text);
  const isWhole = /(^|:)(equal|notEqual)$/.test(leaf.operator);
  return (
    <Autocomplete
      className={classes['value']}
      size="sm"
      aria-label={words.value}
      data={[...values]}
      value={text}
      description={isWhole && isUnseen ? words.unseen : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onChange={(written) => onChange(valueOf(written, kind))}
      filter={({ options }) => options}
      renderOption={({ option }) => <Offered value={option.value} told={told} />}
      comboboxProps={WIDE}
    />
  );
}

function ValueList({ leaf, kind, onChange }: ValueInputProps) {
  const words = useWords(WORDS);
  const items = (leaf.value as readonly unknown[]).map(String);
  const { values, told, search } = useValues(leaf, '');
  return (
    <TagsInput
      className={classes['value']}
      size="sm"
      aria-label={words.value}
      data={[...values]}
      value={items}
      onChange={(written) => onChange(written.map((each) => valueOf(each, kind)))}
      onSearchChange={search}
      filter={({ options }) => options}
      renderOption={({ option }) => <Offered value={option.value} told={told} />}
      comboboxProps={WIDE}
    />
  );
}

/** A value that people have, and how many do. */
function Offered({ value, told }: { readonly value: string; readonly told: (value: string) => string }) {
  return (
    <Text size="sm" component="span">
      {value}{' '}
      <Text size="xs" c="dimmed" component="span">
        {told(value)}
      </Text>
    </Text>
  );
}
