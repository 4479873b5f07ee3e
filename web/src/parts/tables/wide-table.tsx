import { Box } from '@mantine/core';
import { type ReactNode } from 'react';

interface WideTableProps {
  readonly label: string;
  /** From which width on it is moved sideways, in pixels. */
  readonly minWidth: number;
  /** From which height on it is moved up and down, in pixels. */
  readonly maxHeight?: number;
  readonly children: ReactNode;
}

/** A place for a table that is wider than a phone: it is moved sideways by itself, also with the keyboard. */
export function WideTable({ label, minWidth, maxHeight, children }: WideTableProps) {
  return (
    <Box role="region" aria-label={label} tabIndex={0} mah={maxHeight} w="100%" style={{ overflow: 'auto' }}>
      <Box miw={minWidth}>{children}</Box>
    </Box>
  );
}
