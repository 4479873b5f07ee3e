import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { type RuleGroupProps, type RuleGroupTypeAny } from 'react-querybuilder';
import { useWords } from '../../../words/language.js';
import { useCondition } from './condition-context.js';
import { type FormGroup, formOf, isGroup, rowOf } from './form.js';
import classes from './conditions.module.css';
import { PartActions } from './part-actions.js';
import { PartProblems } from './part-problems.js';
import { WORDS } from './words.js';

/** A row that asks nothing yet. */
const NOTHING = { fact: '', operator: 'equal', value: '' };

/** Parts of a condition that go together. */
export function GroupControl(props: RuleGroupProps) {
  const { path, actions, schema, translations, shiftUpDisabled, shiftDownDisabled } = props;
  const words = useWords(WORDS);
  const { label, added, newId } = useCondition();
  const group = props.ruleGroup as unknown as FormGroup;
  const { ruleGroup: Inner, rule: Row } = schema.controls;
  const isRoot = path.length === 0;
  const add = () => {
    const row = rowOf(NOTHING, newId);
    added.current = row.id;
    actions.onRuleAdd({ ...row }, path);
  };
  const addGroup = () => {
    const other = formOf({ any: [NOTHING] }, newId);
    added.current = other.rules[0]?.id ?? null;
    actions.onGroupAdd(other as unknown as RuleGroupTypeAny, path);
  };
  return (
    <Stack
      gap="xs"
      role="group"
      aria-label={isRoot ? label : words.combinators[meaningOf(group)]}
      className={isRoot ? undefined : classes['group']}
      data-group={group.id}
    >
      <Group gap="xs" justify="space-between" wrap="nowrap" align="start">
        <Meaning group={group} onChange={(prop, value) => actions.onPropChange(prop, value, path)} />
        {!isRoot && <PartActions {...{ id: group.id, path, actions, shiftUpDisabled, shiftDownDisabled }} />}
      </Group>
      <PartProblems id={group.id} />
      {group.rules.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.everybody}
        </Text>
      )}
      {group.rules.map((part, index) => {
        const shared = {
          id: part.id,
          path: [...path, index],
          actions,
          schema,
          translations,
          shiftUpDisabled: isRoot && index === 0,
          shiftDownDisabled: isRoot && index === group.rules.length - 1,
        };
        if (isGroup(part)) return <Inner key={part.id} {...shared} ruleGroup={part as unknown as RuleGroupTypeAny} />;
        return <Row key={part.id} {...shared} rule={{ ...part }} />;
      })}
      <Group gap="xs">
        <Button size="xs" variant="light" onClick={add} data-add>
          + {words.add}
        </Button>
        <Button size="xs" variant="subtle" onClick={addGroup}>
          + {words.addGroup}
        </Button>
      </Group>
    </Stack>
  );
}

type Meaning = 'all' | 'any' | 'notAny' | 'notAll';

function meaningOf({ combinator, not }: FormGroup): Meaning {
  if (!not) return combinator;
  return combinator === 'any' ? 'notAny' : 'notAll';
}

interface MeaningProps {
  readonly group: FormGroup;
  readonly onChange: (prop: 'combinator' | 'not', value: unknown) => void;
}

function Meaning({ group, onChange }: MeaningProps) {
  const words = useWords(WORDS);
  const choose = (meaning: Meaning) => {
    const combinator = meaning === 'any' || meaning === 'notAny' ? 'any' : 'all';
    const not = meaning.startsWith('not');
    if (combinator !== group.combinator) onChange('combinator', combinator);
    if (not !== group.not) onChange('not', not);
  };
  return (
    <NativeSelect
      size="xs"
      fw={600}
      aria-label={words.combinator}
      data={Object.entries(words.combinators).map(([value, label]) => ({ value, label }))}
      value={meaningOf(group)}
      onChange={({ currentTarget }) => choose(currentTarget.value as Meaning)}
    />
  );
}
