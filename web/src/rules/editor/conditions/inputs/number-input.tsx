import { TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from '../conditions.module.css';
import { valueOf } from '../operators.js';

interface NumberInputProps {
  readonly label: string;
  /** A number, or what somebody wrote instead of one. */
  readonly value: unknown;
  readonly onChange: (value: string | number) => void;
}

/** A number as it is written: what is not one yet, or by mistake, stays to be seen. */
export function NumberInput({ label, value, onChange }: NumberInputProps) {
  const [text, setText] = useState(String(value));
  const shown = valueOf(text, 'number') === value ? text : String(value);
  return (
    <TextInput
      className={classes['small']}
      size="sm"
      aria-label={label}
      inputMode="decimal"
      value={shown}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        onChange(valueOf(currentTarget.value, 'number'));
      }}
    />
  );
}
