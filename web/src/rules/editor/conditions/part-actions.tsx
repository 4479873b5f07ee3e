import { ActionIcon, Group } from '@mantine/core';
import { type ReactNode } from 'react';
import { type Path, type QueryActions } from 'react-querybuilder';
import { useWords } from '../../../words/language.js';
import classes from './conditions.module.css';
import { WORDS } from './words.js';

interface PartActionsProps {
  readonly id: string;
  readonly path: Path;
  readonly actions: QueryActions;
  readonly shiftUpDisabled?: boolean | undefined;
  readonly shiftDownDisabled?: boolean | undefined;
  readonly children?: ReactNode;
}

/** Moves a row or a group up and down, and takes it away. */
export function PartActions({ id, path, actions, shiftUpDisabled, shiftDownDisabled, children }: PartActionsProps) {
  const words = useWords(WORDS);
  const move = (to: 'up' | 'down') => {
    actions.moveRule(path, to);
    focusAgain(`${id}-${to}`, `${id}-${to === 'up' ? 'down' : 'up'}`);
  };
  const remove = (button: HTMLElement) => {
    const around = button.closest('[data-part]') ?? button.closest('[data-group]');
    const group = around?.parentElement?.closest('[data-group]');
    actions.onRuleRemove(path);
    requestAnimationFrame(() => group?.querySelector<HTMLElement>(':scope > * > [data-add]')?.focus());
  };
  return (
    <Group gap={2} wrap="nowrap">
      {children}
      <ActionIcon
        id={`${id}-up`}
        className={classes['button']}
        variant="subtle"
        color="gray"
        aria-label={words.up}
        title={words.up}
        disabled={shiftUpDisabled === true}
        onClick={() => move('up')}
      >
        ↑
      </ActionIcon>
      <ActionIcon
        id={`${id}-down`}
        className={classes['button']}
        variant="subtle"
        color="gray"
        aria-label={words.down}
        title={words.down}
        disabled={shiftDownDisabled === true}
        onClick={() => move('down')}
      >
        ↓
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="red"
        aria-label={words.remove}
        title={words.remove}
        onClick={({ currentTarget }) => remove(currentTarget)}
      >
        ✕
      </ActionIcon>
    </Group>
  );
}

/** What moved in the page keeps the focus, so that it can be moved on, or back from the end. */
function focusAgain(...ids: readonly string[]): void {
  requestAnimationFrame(() => {
    const buttons = ids.map((id) => document.getElementById(id));
    buttons.find((button) => button !== null && !button.hasAttribute('disabled'))?.focus();
  });
}
