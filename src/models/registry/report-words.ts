import { z } from 'zod';

const verdict = z.object({
  headline: z.string().optional(),
  checks: z.array(z.object({ result: z.string(), words: z.string() })).optional(),
  sentences: z.array(z.string()).optional(),
  words: z.string().optional(),
});

/** What the report of some evidence says of its version, in sentences: its verdict, and what spoke against it. */
export function reportWords(report: Readonly<Record<string, unknown>>): readonly string[] {
  const { data } = verdict.safeParse(report.verdict);
  if (data === undefined) return [];
  const { headline, checks = [], sentences = [], words } = data;
  return [
    ...(headline === undefined ? [] : [headline]),
    ...(words === undefined ? [] : [words]),
    ...sentences,
    ...checks.filter(({ result }) => result !== 'passed').map((check) => check.words),
  ];
}
