import './waterfall.css';
import { Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api.js';
import { useFormats } from '../parts/formats.js';
import { useLanguage, useWords } from '../words/language.js';
import { type Explanation } from './explanation.js';
import { WORDS } from './words.js';

type Score = Explanation['scores'][number];
type Reasons = NonNullable<Score['reasons']>;

/** What each fact did to each score, in points: bars to the right raise it, bars to the left lower it. */
export function ScoreReasons({ scores, failures }: Pick<Explanation, 'scores' | 'failures'>) {
  const words = useWords(WORDS);
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h3">
        {words.scores}
      </Title>
      {scores.length + failures.length === 0 && <Text c="dimmed">{words.noScores}</Text>}
      {scores.map((score) => (
        <OneScore key={score.model} score={score} />
      ))}
      {failures.map(({ model, title, message }) => (
        <Text key={model}>{words.failed(title, message)}</Text>
      ))}
    </Stack>
  );
}

function OneScore({ score }: { readonly score: Score }) {
  const words = useWords(WORDS);
  const { share, decimal } = useFormats();
  const titles = useModelTitles();
  const title = titles[score.model] ?? score.model;
  const { reasons, rank } = score;
  const isShare = reasons === null || reasons.unit === 'points';
  const figure = isShare ? share : decimal;
  return (
    <Stack gap={4}>
      <Text>
        {words.scoreIs(title, score.version, figure(score.value), reasons === null ? '–' : figure(reasons.base))}{' '}
        {rank !== undefined && words.rank(share(rank))}
      </Text>
      {reasons?.of === 'effect' && <Text size="sm">{words.effect}</Text>}
      {reasons === null ? (
        <Text c="dimmed">{words.notExplained(score.failed.message)}</Text>
      ) : (
        <Bars reasons={reasons} />
      )}
    </Stack>
  );
}

function Bars({ reasons: { reasons, rest, unit, standardError } }: { readonly reasons: Reasons }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const signed = new Intl.NumberFormat(language, { maximumSignificantDigits: 2, signDisplay: 'exceptZero' });
  const figure = (effect: number) =>
    unit === 'points' ? words.points(signed.format(100 * effect)) : signed.format(effect);
  const lines = [
    ...reasons.map(({ words: label, effect }) => ({ label: withoutFigure(label), effect })),
    ...(rest.features === 0 ? [] : [{ label: words.others(rest.features), effect: rest.effect }]),
  ];
  const most = Math.max(...lines.map(({ effect }) => Math.abs(effect)), Number.MIN_VALUE);
  return (
    <>
      <ul className="bars">
        {lines.map(({ label, effect }) => (
          <li key={label}>
            <Text size="sm">{label}</Text>
            <span className="bars-track" aria-hidden>
              <span
                className={`bars-bar ${effect < 0 ? 'bars-lowers' : 'bars-raises'}`}
                style={{ width: `${String((50 * Math.abs(effect)) / most)}%` }}
              />
            </span>
            <Text size="sm" className="bars-figure">
              {figure(effect)}
              {effect !== 0 && <VisuallyHidden> {effect < 0 ? words.lowers : words.raises}</VisuallyHidden>}
            </Text>
          </li>
        ))}
      </ul>
      {standardError !== undefined && (
        <Text size="sm" c="dimmed">
          {words.sampled(figure(standardError).replace('+', ''))}
        </Text>
      )}
    </>
  );
}

/** “has 1 order: −2 points” without its figure, which stands at the end of the bar. */
function withoutFigure(label: string): string {
  return label.replace(/[:：][^:：]*$/, '');
}

function useModelTitles(): Readonly<Record<string, string>> {
  const { data } = useQuery({
    queryKey: ['models'],
    queryFn: () => answerOf(api.GET('/v1/models')),
    staleTime: 60_000,
  });
  return Object.fromEntries((data?.models ?? []).map(({ id, title }) => [id, title]));
}
