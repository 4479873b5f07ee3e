import { Badge, Group, List, Stack, Text, Title } from '@mantine/core';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words.js';

interface HealthChecksProps {
  readonly health: 'healthy' | 'unhealthy' | 'unknown';
  readonly checks: readonly {
    readonly check: string;
    readonly passed: boolean;
    readonly words: string;
    readonly causes: readonly string[];
  }[];
}

/** Whether an experiment can be believed: what was looked at, and where something is wrong its likeliest causes. */
export function HealthChecks({ health, checks }: HealthChecksProps) {
  const words = useWords(WORDS).readout;
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        {words.health}
      </Title>
      <Text>{words.healthStates[health]}</Text>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {checks.map(({ check, passed, words: said, causes }) => (
          <li key={check}>
            <Group gap="xs" wrap="nowrap" align="start">
              <Badge
                variant="outline"
                c="var(--mantine-color-text)"
                tt="none"
                color={passed ? 'green' : 'red'}
                flex="none"
              >
                {passed ? words.passed : words.failed}
              </Badge>
              <Stack gap={2}>
                <Text size="sm">{said}</Text>
                {causes.length > 0 && (
                  <List size="sm">
                    {causes.map((cause) => (
                      <List.Item key={cause}>{`${words.likely} ${cause}`}</List.Item>
                    ))}
                  </List>
                )}
              </Stack>
            </Group>
          </li>
        ))}
      </Stack>
    </Stack>
  );
}
