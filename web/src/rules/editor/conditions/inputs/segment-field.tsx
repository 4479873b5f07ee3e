import { Select } from '@mantine/core';
import { useWords } from '../../../../words/language.js';
import { useNames } from '../../catalogue.js';
import classes from '../conditions.module.css';
import { WORDS } from '../words.js';

interface SegmentFieldProps {
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** Which segment somebody belongs to. */
export function SegmentField({ value, onChange }: SegmentFieldProps) {
  const words = useWords(WORDS);
  const { segments } = useNames();
  const known = segments.map(({ id, title }) => ({ value: id, label: title }));
  const isKnown = value === '' || segments.some(({ id }) => id === value);
  return (
    <Select
      className={classes['what']}
      size="sm"
      searchable
      allowDeselect={false}
      aria-label={words.segment}
      placeholder={words.segment}
      data={isKnown ? known : [{ value, label: value }, ...known]}
      value={value === '' ? null : value}
      onChange={(id) => id !== null && onChange(id)}
      comboboxProps={{ keepMounted: false }}
    />
  );
}
