import { Progress, Stack, Text } from '@mantine/core';
import { useFormats } from '../parts/formats.js';
import { useWords } from '../words/language.js';
import { WORDS } from './words/index.js';

interface BudgetBarProps {
  readonly cost: number;
  /** Undefined where there is none. */
  readonly budget: number | undefined;
}

const NEARLY = 0.9;

/** What is spent of a budget. */
export function BudgetBar({ cost, budget }: BudgetBarProps) {
  const words = useWords(WORDS);
  const { money } = useFormats();
  if (budget === undefined) return <Text size="sm">{words.noLimit(money(cost))}</Text>;
  const share = budget === 0 ? 1 : cost / budget;
  return (
    <Stack gap={4}>
      <Text size="sm">{words.ofBudget(money(cost), money(budget))}</Text>
      <Progress
        value={Math.min(100, 100 * share)}
        color={share > NEARLY ? 'orange' : 'blue'}
        size="sm"
        aria-label={words.ofBudget(money(cost), money(budget))}
      />
    </Stack>
  );
}
