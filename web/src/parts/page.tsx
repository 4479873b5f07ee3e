import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface PageProps {
  readonly title: string;
  /** What was found, or what the page is for, in a sentence. */
  readonly sentence?: ReactNode;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its title, also of the browser's tab, what it says in a sentence, what one can do, and its content. */
export function Page({ title, sentence, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Strata`;
  }, [title]);
  return (
    <Stack maw={1600}>
      <Group justify="space-between" align="start">
        <Title order={1}>{title}</Title>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {sentence !== undefined && <Text c="dimmed">{sentence}</Text>}
      {children}
    </Stack>
  );
}
