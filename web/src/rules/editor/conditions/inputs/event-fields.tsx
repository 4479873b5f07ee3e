import { Autocomplete, Group, Text } from '@mantine/core';
import { useWords } from '../../../../words/language.js';
import { useNames } from '../../catalogue.js';
import { DurationInput } from '../../duration-input.js';
import classes from '../conditions.module.css';
import { isFields, type Fields } from '../fields.js';
import { type Leaf } from '../row.js';
import { WORDS } from '../words.js';

interface EventFieldsProps {
  readonly leaf: Leaf;
  readonly onChange: (changed: Fields) => void;
}

/** Which event is counted. */
export function EventName({ leaf, onChange }: EventFieldsProps) {
  const words = useWords(WORDS);
  return (
    <EventChoice
      label={words.event}
      value={textOf(leaf, 'name')}
      onChange={(name) => onChange(withParameter(leaf, 'name', name))}
    />
  );
}

/** When the events happened that are counted, and what must not have followed them. */
export function EventTimes({ leaf, onChange }: EventFieldsProps) {
  const words = useWords(WORDS);
  const { without } = parametersOf(leaf);
  const set = (name: string) => (text: string) => onChange(withParameter(leaf, name, text === '' ? undefined : text));
  return (
    <>
      {(['within', 'ago'] as const).map((name) => (
        <DurationInput
          key={name}
          isInline
          label={words[name]}
          placeholder={words.anyTime}
          value={textOf(leaf, name)}
          onChange={set(name)}
        />
      ))}
      {(without === undefined || typeof without === 'string') && (
        <Group gap={4} wrap="nowrap" className={classes['what']}>
          <Text size="sm" c="dimmed" aria-hidden>
            {words.without}
          </Text>
          <EventChoice label={words.without} value={textOf(leaf, 'without')} onChange={set('without')} />
        </Group>
      )}
    </>
  );
}

interface EventChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (name: string) => void;
}

function EventChoice({ label, value, onChange }: EventChoiceProps) {
  const { events } = useNames();
  return (
    <Autocomplete
      className={classes['how']}
      size="sm"
      aria-label={label}
      data={[...events]}
      value={value}
      onChange={onChange}
      comboboxProps={{ keepMounted: false }}
    />
  );
}

function parametersOf({ params }: Leaf): Fields {
  return isFields(params) ? params : {};
}

function textOf(leaf: Leaf, name: string): string {
  const value = parametersOf(leaf)[name];
  return typeof value === 'string' ? value : '';
}

/** The parameters with another one; undefined takes it away. */
function withParameter(leaf: Leaf, name: string, value: string | undefined): Fields {
  const next = Object.entries({ ...parametersOf(leaf), [name]: value }).filter(([, each]) => each !== undefined);
  return { params: Object.fromEntries(next) };
}
