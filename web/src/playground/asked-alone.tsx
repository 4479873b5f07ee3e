import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../parts/loaded.js';
import { Accounts } from '../why/accounts.js';
import { outcomeWords } from '../why/outcome.js';
import { type PreviewAsked, previewed } from '../why/as-if/preview.js';
import { ScoreReasons } from '../why/score-reasons.js';
import { WORDS as WHY_WORDS } from '../why/words.js';
import { useWords } from '../words/language.js';
import { WORDS } from './words.js';

/** What one strategy would decide without the others, with the reasons of its scores and its money. */
export function AskedAlone({ asked }: { readonly asked: PreviewAsked }) {
  const words = useWords(WORDS);
  const why = useWords(WHY_WORDS);
  const alone = useQuery({
    queryKey: ['preview', 'full', asked],
    queryFn: ({ signal }) => previewed(asked, 'full', signal),
  });
  return (
    <Loaded query={alone}>
      {({ explanation }) =>
        explanation !== null && (
          <Stack>
            <Text>
              <b>{words.only}:</b> {outcomeWords(explanation.decision, explanation.verdicts, why)}
            </Text>
            <Text>
              <b>{words.change}:</b> {explanation.answers.change.join(' · ')}
            </Text>
            <ScoreReasons scores={explanation.scores} failures={explanation.failures} />
            <Accounts explanation={explanation} />
          </Stack>
        )
      }
    </Loaded>
  );
}
