import { Stack, Text, Title } from '@mantine/core';
import { type ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly sentence?: string;
  readonly children: ReactNode;
}

/** A part of a page: its title, what it says, and its content. */
export function Section({ title, sentence, children }: SectionProps) {
  return (
    <Stack component="section" gap="sm" miw={0}>
      <Title order={2} size="h3">
        {title}
      </Title>
      {sentence !== undefined && <Text size="sm">{sentence}</Text>}
      {children}
    </Stack>
  );
}
