import { Autocomplete, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useWords } from '../../../words/language.js';
import { useNames } from '../catalogue.js';
import classes from './conditions.module.css';
import { isFields, type Fields } from './fields.js';
import { type Leaf } from './row.js';
import { WORDS } from './words.js';

interface EventFieldsProps {
  readonly leaf: Leaf;
  readonly onChange: (changed: Fields) => void;
}

/** Which event is counted, and when it happened. */
export function EventFields({ leaf, onChange }: EventFieldsProps) {
  const words = useWords(WORDS);
  const { events } = useNames();
  const params = isFields(leaf['params']) ? leaf['params'] : {};
  const set = (name: string, value: string | undefined) => {
    const next = Object.entries({ ...params, [name]: value }).filter(([, each]) => each !== undefined);
    onChange({ params: Object.fromEntries(next) });
  };
  const named = (name: string) => (typeof params[name] === 'string' ? params[name] : '');
  const event = {
    className: classes['how'],
    size: 'sm',
    data: [...events],
    comboboxProps: { keepMounted: false },
  } as const;
  return (
    <>
      <Autocomplete
        {...event}
        aria-label={words.event}
        placeholder={words.event}
        value={named('name')}
        onChange={(name) => set('name', name)}
      />
      <Span label={words.within} value={params['within']} onChange={(span) => set('within', span)} />
      <Span label={words.ago} value={params['ago']} onChange={(span) => set('ago', span)} />
      {(params['without'] === undefined || typeof params['without'] === 'string') && (
        <Autocomplete
          {...event}
          aria-label={words.without}
          placeholder={words.without}
          value={named('without')}
          onChange={(name) => set('without', name === '' ? undefined : name)}
        />
      )}
    </>
  );
}

interface SpanProps {
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (duration: string | undefined) => void;
}

type Unit = 'M' | 'H' | 'D' | 'W';
const SPAN = /^P(?:(\d+)([DW])|T(\d+)([HM]))$/;

/** A span of time: how many of which unit; nothing for any time. Another duration stays as it is written. */
function Span({ label, value, onChange }: SpanProps) {
  const words = useWords(WORDS);
  const written = typeof value === 'string' ? value : '';
  const [, days, day, hours, hour] = SPAN.exec(written) ?? [];
  const count = days ?? hours ?? '';
  const unit = (day ?? hour ?? 'D') as Unit;
  const isSimple = written === '' || count !== '';
  const say = (text: string, of: Unit) => {
    if (text === '') onChange(undefined);
    else if (!/^\d+$/.test(text)) onChange(text);
    else onChange(of === 'H' || of === 'M' ? `PT${text}${of}` : `P${text}${of}`);
  };
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <TextInput
        w={isSimple ? 64 : 110}
        size="sm"
        aria-label={label}
        placeholder={words.anyTime}
        value={isSimple ? count : written}
        onChange={({ currentTarget }) => say(currentTarget.value, unit)}
      />
      {isSimple && (
        <NativeSelect
          size="sm"
          aria-label={`${label}: ${words.unit}`}
          data={Object.entries(words.units).map(([each, name]) => ({ value: each, label: name }))}
          value={unit}
          onChange={({ currentTarget }) => say(count === '' ? '1' : count, currentTarget.value as Unit)}
        />
      )}
    </Group>
  );
}
