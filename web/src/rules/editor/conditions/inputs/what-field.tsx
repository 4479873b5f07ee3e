import { Select } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useWords } from '../../../../words/language.js';
import { useFactWords, useNames } from '../../catalogue.js';
import { useCondition } from '../condition-context.js';
import classes from '../conditions.module.css';
import { comparisonWith } from '../operators.js';
import { type Row, withInner } from '../row.js';
import { WORDS } from '../words.js';

/** No fact has such a name. */
const SEGMENT = '(segment)';

interface WhatFieldProps {
  readonly id: string;
  readonly part: unknown;
  readonly row: Exclude<Row, { kind: 'told' }>;
  readonly onChange: (part: unknown) => void;
}

/** What a row asks about: a fact, a segment, what somebody did, a score. */
export function WhatField({ id, part, row, onChange }: WhatFieldProps) {
  const words = useWords(WORDS);
  const names = useNames();
  const { readsToo, added } = useCondition();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (added.current !== id) return;
    added.current = null;
    input.current?.focus();
  }, [added, id]);
  const value = row.kind === 'segment' ? SEGMENT : row.leaf.fact;
  const others = [
    { value: SEGMENT, label: words.belongs },
    ...(readsToo.includes('events') || value === 'events' ? [{ value: 'events', label: words.did }] : []),
    ...(readsToo.includes('score') || value === 'score' ? [{ value: 'score', label: words.score }] : []),
  ];
  const choose = (chosen: string | null) => {
    if (chosen === null || chosen === value) return;
    if (chosen === SEGMENT) onChange(withInner(part, { condition: names.segments[0]?.id ?? '' }));
    else onChange(withInner(part, comparisonWith(chosen, names)));
  };
  const facts = useFactOptions(value === SEGMENT || value === 'events' || value === 'score' ? '' : value);
  return (
    <Select
      ref={input}
      className={classes['what']}
      size="sm"
      searchable
      allowDeselect={false}
      aria-label={words.what}
      placeholder={words.choose}
      data={[
        { group: words.facts, items: [...facts] },
        { group: words.others, items: others },
      ]}
      value={value === '' ? null : value}
      onChange={choose}
      comboboxProps={{ keepMounted: false }}
    />
  );
}

/** Facts by what they are called; a name that is none stays to be seen. */
export function useFactOptions(chosen: string): readonly { readonly value: string; readonly label: string }[] {
  const { facts } = useNames();
  const factWords = useFactWords();
  const known = Object.keys(facts).map((value) => ({ value, label: factWords(value) }));
  return chosen === '' || Object.hasOwn(facts, chosen) ? known : [{ value: chosen, label: chosen }, ...known];
}
