import { Alert, Stack, Text, Title } from '@mantine/core';
import { type ReactNode } from 'react';
import { useWords } from '../../words/language.js';
import { latestEvaluation } from '../evaluation.js';
import { JudgeButton } from '../changes/judge-button.js';
import { type Version } from '../queries.js';
import { ThresholdChooser } from './threshold-chooser.js';
import { WORDS } from '../words/index.js';

/** Which threshold to take, by what each means in people and money; where that is not known, how it becomes known. */
export function ThresholdTab({ id, version }: { readonly id: string; readonly version: Version }) {
  const words = useWords(WORDS);
  const evaluation = latestEvaluation(version.evidence);
  const trades = evaluation?.trades ?? null;
  return (
    <Stack>
      <Title order={2} size="h3">
        {words.threshold.title}
      </Title>
      {version.task !== 'binary' ? (
        <Text>{words.threshold.notBinary}</Text>
      ) : evaluation === null || trades === null ? (
        <ToBeJudged said={words.threshold.none}>
          <JudgeButton id={id} version={version} />
        </ToBeJudged>
      ) : (
        <>
          {evaluation.profit == null && (
            <ToBeJudged said={words.threshold.noMoney}>
              <JudgeButton id={id} version={version} />
            </ToBeJudged>
          )}
          <ThresholdChooser id={id} evaluation={evaluation} trades={trades} />
        </>
      )}
    </Stack>
  );
}

function ToBeJudged({ said, children }: { readonly said: string; readonly children: ReactNode }) {
  return (
    <Alert color="blue">
      <Stack align="start">
        <Text>{said}</Text>
        {children}
      </Stack>
    </Alert>
  );
}
