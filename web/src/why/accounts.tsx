import './waterfall.css';
import { Badge, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useFormats } from '../parts/formats.js';
import { useWords } from '../words/language.js';
import { capitalised } from './capitalised.js';
import { type Explanation } from './explanation.js';
import { WORDS } from './words.js';

/** What each offer costs and should earn, made or not, and what was reserved. */
export function Accounts({ explanation: { accounts, answers, decision } }: { readonly explanation: Explanation }) {
  const words = useWords(WORDS);
  const isThought = decision.dryRun === true;
  const told = new Set(accounts.flatMap((account) => account.words));
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h3">
        {words.money}
      </Title>
      {/* Of what is only thought out nothing was reserved. */}
      {(isThought ? [] : answers.money)
        .filter((sentence) => !told.has(sentence))
        .map((sentence) => (
          <Text key={sentence}>{capitalised(sentence)}</Text>
        ))}
      {accounts.map((account) => (
        <Account
          key={account.offer}
          account={account}
          isMade={decision.offer?.id === account.offer}
          isThought={isThought}
        />
      ))}
    </Stack>
  );
}

interface AccountProps {
  readonly account: Explanation['accounts'][number];
  readonly isMade: boolean;
  readonly isThought: boolean;
}

function Account({ account, isMade, isThought }: AccountProps) {
  const words = useWords(WORDS);
  const { money } = useFormats();
  const made = isThought ? words.thought : words.decided;
  const { title, gain, cost, profit, natural } = account;
  const [earned, spent] = account.words.map(sumOf);
  const lines = [
    { label: words.earns, sum: earned, amount: gain },
    { label: words.costs, sum: spent, amount: -cost },
    { label: natural === null ? words.grossProfit : words.profit, sum: '', amount: profit },
  ];
  return (
    <div>
      <Group gap="xs">
        <Text fw={600}>“{title}”</Text>
        <Badge variant="dot" color={isMade ? 'green' : 'gray'} tt="none">
          {made[isMade ? 'made' : 'notMade']}
        </Badge>
      </Group>
      <Table withRowBorders={false} maw={760}>
        <Table.Tbody>
          {lines.map(({ label, sum, amount }) => (
            <Table.Tr key={label}>
              <Table.Th fw={sum === '' ? 700 : 400}>{label}</Table.Th>
              <Table.Td>{sum}</Table.Td>
              <Table.Td ta="right" className="bars-figure" fw={sum === '' ? 700 : 400}>
                {money(amount)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** “earns: a × b = c” without its first word and its result, which stand beside it. */
function sumOf(sentence: string): string {
  const [, sum = sentence] = /^[^:：]*[:：]\s*(.*)$/.exec(sentence) ?? [];
  return sum.replace(/\s*=[^=]*$/, '');
}
