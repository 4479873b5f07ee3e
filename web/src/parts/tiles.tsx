import { Box, SimpleGrid, Text } from '@mantine/core';

/** A figure with its name. */
export interface Tile {
  readonly name: string;
  readonly value: string;
  /** What else is to be known of it: its interval, what it is of. */
  readonly note?: string | undefined;
}

/** Figures beside each other, each with its name. */
export function Tiles({ tiles }: { readonly tiles: readonly Tile[] }) {
  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 3, lg: 4 }} m={0} spacing="sm">
      {tiles.map(({ name, value, note }) => (
        <Box key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} fw={700} fz="lg">
            {value}
          </Text>
          {note !== undefined && (
            <Text component="dd" m={0} size="xs">
              {note}
            </Text>
          )}
        </Box>
      ))}
    </SimpleGrid>
  );
}
