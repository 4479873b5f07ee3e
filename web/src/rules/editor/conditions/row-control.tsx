import { ActionIcon, Badge, Code, Group, Menu, Stack, Text } from '@mantine/core';
import { type RuleProps } from 'react-querybuilder';
import { useWords } from '../../../words/language.js';
import { useNames } from '../catalogue.js';
import { useCondition } from './condition-context.js';
import classes from './conditions.module.css';
import { EventName, EventTimes } from './inputs/event-fields.js';
import { isFields } from './fields.js';
import { kindOf, valueFor } from './operators.js';
import { OperatorField } from './inputs/operator-field.js';
import { PartActions } from './part-actions.js';
import { PartProblems } from './part-problems.js';
import { hiddenMembers, type Leaf, readRow, type Row, withDenial, withLeaf, withSegment } from './row.js';
import { ScoreFields } from './inputs/score-fields.js';
import { SegmentField } from './inputs/segment-field.js';
import { ValueInput } from './inputs/value-input.js';
import { WhatField } from './inputs/what-field.js';
import { WORDS } from './words.js';

/** A part of a condition in a line: what it asks, what is wrong with it, and who is left after it. */
export function RowControl({ rule, path, actions, shiftUpDisabled, shiftDownDisabled }: RuleProps) {
  const words = useWords(WORDS);
  const id = rule.id ?? '';
  const part: unknown = rule.value;
  const row = readRow(part);
  const change = (next: unknown) => actions.onPropChange('value', next, path);
  const move = (event: React.KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const focused = document.activeElement;
    actions.moveRule(path, event.key === 'ArrowUp' ? 'up' : 'down');
    requestAnimationFrame(() => focused instanceof HTMLElement && focused.focus());
  };
  return (
    <Stack
      gap={4}
      className={classes['row']}
      data-part={id}
      role="group"
      aria-label={nameOf(row, words.what)}
      onKeyDown={move}
    >
      <Group gap="xs" justify="end" align="start">
        <Group gap="xs" className={classes['fields']} align="center">
          {row.isDenied && (
            <Badge variant="default" tt="none">
              {words.not}
            </Badge>
          )}
          <RowFields id={id} part={part} row={row} onChange={change} />
        </Group>
        <PartActions {...{ id, path, actions, shiftUpDisabled, shiftDownDisabled }}>
          <More part={part} row={row} onChange={change} onCopy={() => actions.moveRule(path, nextTo(path), true)} />
        </PartActions>
      </Group>
      <PartProblems id={id} />
      <LeftAfter id={id} />
    </Stack>
  );
}

function nextTo(path: readonly number[]): number[] {
  return [...path.slice(0, -1), (path.at(-1) ?? 0) + 1];
}

function nameOf(row: Row, what: string): string {
  if (row.kind === 'told') return what;
  return row.kind === 'segment' ? row.id : row.leaf.fact || what;
}

interface RowFieldsProps {
  readonly id: string;
  readonly part: unknown;
  readonly row: Row;
  readonly onChange: (part: unknown) => void;
}

function RowFields({ id, part, row, onChange }: RowFieldsProps) {
  const words = useWords(WORDS);
  if (row.kind === 'told') {
    return (
      <Stack gap={2}>
        <Text size="sm">{words.beyond}</Text>
        <Code block tabIndex={0}>
          {JSON.stringify(part)}
        </Code>
      </Stack>
    );
  }
  return (
    <>
      <WhatField id={id} part={part} row={row} onChange={onChange} />
      {row.kind === 'segment' ? (
        <SegmentField value={row.id} onChange={(segment) => onChange(withSegment(part, segment))} />
      ) : (
        <LeafFields leaf={row.leaf} onChange={(changed) => onChange(withLeaf(part, row.leaf, changed))} />
      )}
    </>
  );
}

interface LeafFieldsProps {
  readonly leaf: Leaf;
  readonly onChange: (changed: Readonly<Record<string, unknown>>) => void;
}

function LeafFields({ leaf, onChange }: LeafFieldsProps) {
  const words = useWords(WORDS);
  const kind = kindOf(leaf, useNames());
  const { fact, operator, value } = leaf;
  if (fact === '') return null;
  const hidden = hiddenMembers(leaf);
  return (
    <>
      {fact === 'events' && <EventName leaf={leaf} onChange={onChange} />}
      {fact === 'score' && <ScoreFields leaf={leaf} onChange={onChange} />}
      <OperatorField
        kind={kind}
        operator={operator}
        onChange={(next) => onChange({ operator: next, value: valueFor(next, value, kind) })}
      />
      <ValueInput leaf={leaf} kind={kind} onChange={(next) => onChange({ value: next })} />
      {fact === 'events' && <EventTimes leaf={leaf} onChange={onChange} />}
      {hidden.length > 0 && (
        <Text size="xs" c="dimmed">
          {words.also(hidden.join(', '))}
        </Text>
      )}
    </>
  );
}

interface MoreProps {
  readonly part: unknown;
  readonly row: Row;
  readonly onChange: (part: unknown) => void;
  readonly onCopy: () => void;
}

/** What is done to a row less often. */
function More({ part, row, onChange, onCopy }: MoreProps) {
  const words = useWords(WORDS);
  const { facts } = useNames();
  const isComparison = row.kind === 'comparison';
  const isWithFact = isComparison && isFields(row.leaf.value);
  const compare = () => {
    if (!isComparison) return;
    const { leaf } = row;
    const other = Object.keys(facts).find((name) => name !== leaf.fact && facts[name]?.type === facts[leaf.fact]?.type);
    onChange(withLeaf(part, leaf, { value: isWithFact ? '' : { fact: other ?? leaf.fact } }));
  };
  return (
    <Menu keepMounted={false} position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.more} title={words.more}>
          ⋯
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {row.kind !== 'told' && (
          <Menu.Item onClick={() => onChange(withDenial(part, !row.isDenied))}>
            {row.isDenied ? words.affirm : words.deny}
          </Menu.Item>
        )}
        {isComparison && <Menu.Item onClick={compare}>{isWithFact ? words.withValue : words.withFact}</Menu.Item>}
        <Menu.Item onClick={onCopy}>{words.copy}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Who is left after a row and those before it; a number of another condition is never shown. */
function LeftAfter({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { left, isCounted } = useCondition();
  if (!isCounted) return null;
  const said = left === null ? words.counting : left.get(id);
  if (said === undefined) return null;
  return (
    <Text size="xs" c="dimmed" data-left={left !== null}>
      {said}
    </Text>
  );
}
