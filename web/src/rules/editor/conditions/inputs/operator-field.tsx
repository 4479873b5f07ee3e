import { NativeSelect } from '@mantine/core';
import { useWords } from '../../../../words/language.js';
import { type FactKind } from '../../names.js';
import classes from '../conditions.module.css';
import { operatorsOf } from '../operators.js';
import { WORDS } from '../words.js';

interface OperatorFieldProps {
  readonly kind: FactKind | undefined;
  readonly operator: string;
  readonly onChange: (operator: string) => void;
}

/** How a fact is compared: what fits its kind of values, and what stands there. */
export function OperatorField({ kind, operator, onChange }: OperatorFieldProps) {
  const words = useWords(WORDS);
  const fitting = operatorsOf(kind);
  const offered = fitting.includes(operator) ? fitting : [operator, ...fitting];
  const named = (name: string) => (kind === 'date' ? words.onDates[name] : undefined) ?? words.operators[name] ?? name;
  return (
    <NativeSelect
      className={classes['how']}
      size="sm"
      aria-label={words.how}
      data={offered.map((name) => ({ value: name, label: named(name) }))}
      value={operator}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
