import { Group, Input, NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode } from 'react';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';

interface DurationInputProps {
  readonly label: string;
  /** ISO 8601, or what somebody wrote instead; '' for none. */
  readonly value: string;
  readonly error?: ReactNode;
  /** Whether the label stands before the fields and not above them. */
  readonly isInline?: boolean;
  readonly placeholder?: string;
  readonly onChange: (duration: string) => void;
}

type Unit = 'M' | 'H' | 'D' | 'W';
const SIMPLE = /^P(?:(\d+)([DW])|T(\d+)([HM]))$/;

/** A span of time: how many of which unit. A duration of several units stays as it is written. */
export function DurationInput({ label, value, error, isInline = false, placeholder, onChange }: DurationInputProps) {
  const words = useWords(WORDS);
  const [, days, day, hours, hour] = SIMPLE.exec(value) ?? [];
  const count = days ?? hours ?? '';
  const unit = (day ?? hour ?? 'D') as Unit;
  const isSimple = value === '' || count !== '';
  const say = (text: string, of: Unit) => {
    if (text === '' || !/^\d+$/.test(text)) onChange(text);
    else onChange(of === 'H' || of === 'M' ? `PT${text}${of}` : `P${text}${of}`);
  };
  const fields = (
    <Group gap={4} wrap="nowrap">
      <TextInput
        w={isSimple ? 72 : 120}
        size="sm"
        inputMode="numeric"
        aria-label={label}
        placeholder={placeholder}
        error={error !== undefined}
        value={isSimple ? count : value}
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
  if (isInline) {
    return (
      <Group gap={4} wrap="nowrap">
        <Input.Label fw={400} c="dimmed" aria-hidden>
          {label}
        </Input.Label>
        {fields}
      </Group>
    );
  }
  return (
    <Input.Wrapper label={label} error={error} labelElement="div">
      {fields}
    </Input.Wrapper>
  );
}
