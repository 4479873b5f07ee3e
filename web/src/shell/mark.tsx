import { Group, Text } from '@mantine/core';

/** Strata's name, with three layers that lie on each other: the sign of the page's tab (`index.html`). */
export function Mark() {
  return (
    <Group gap={8} wrap="nowrap">
      <svg width={22} height={22} viewBox="0 0 16 16" aria-hidden>
        <g fill="none" stroke="var(--mantine-color-anchor)" strokeWidth={1.6} strokeLinejoin="round">
          <path d="m2 5 6-3 6 3-6 3zM2 8l6 3 6-3M2 11l6 3 6-3" />
        </g>
      </svg>
      <Text fw={700} fz="lg">
        Strata
      </Text>
    </Group>
  );
}
