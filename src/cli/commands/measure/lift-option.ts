import { readFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { isDateOnly } from '#strata/kernel';
import { type MixLift } from '#strata/rulebook/schemas';
import { StrataError } from '#sdk';

/** What an experiment measured, as it is said: its figures, or the file with its readout. */
export type SaidLift = MixLift | (Pick<MixLift, 'channel' | 'from' | 'to'> & { readonly readout: string });

/** channel,from,to,effect,lower,upper or channel,from,to,readout.json */
export function liftOption(said: string): SaidLift {
  const [channel = '', from = '', to = '', ...figures] = said.split(',');
  if (!isDateOnly(from) || !isDateOnly(to)) throw notUnderstood();
  const [first = '', ...others] = figures;
  if (others.length === 0 && first.endsWith('.json')) return { channel, from, to, readout: first };
  const [effect = NaN, lower = NaN, upper = NaN] = figures.map((text) => (text.trim() === '' ? NaN : Number(text)));
  if (figures.length !== 3 || ![effect, lower, upper].every(Number.isFinite)) throw notUnderstood();
  return { channel, from, to, effect, lower, upper };
}

function notUnderstood(): InvalidArgumentError {
  return new InvalidArgumentError(
    'It is channel,from,to,effect,lower,upper or channel,from,to,readout.json, such as TV,2026-03-02,2026-03-29,120000,80000,160000.',
  );
}

const estimate = z.object({ value: z.number(), lower: z.number(), upper: z.number(), level: z.number() });
/** What is used of `strata experiment readout --json`. */
const readout = z.object({
  people: z.number(),
  arms: z.array(z.object({ arm: z.string(), people: z.number() })),
  comparisons: z.array(
    z.object({ arm: z.string(), metrics: z.array(z.object({ metric: z.string(), difference: estimate })) }),
  ),
});

/**
 * The figures of a lift: of a readout what its arm brought beyond control, in money where it tells money, else in conversions.
 * Everybody took part: the arm's share of the people is its share of all customers.
 *
 * @throws StrataError BAD_FILE
 */
export async function figuresOf(said: SaidLift): Promise<MixLift> {
  if (!('readout' in said)) return said;
  const { readout: file, ...lift } = said;
  const read = readout.safeParse(await jsonOf(file));
  if (!read.success) throw noReadout(file, 'it is not what experiment readout --json prints');
  const { people, arms, comparisons } = read.data;
  const [compared] = comparisons;
  if (compared === undefined || comparisons.length > 1)
    throw noReadout(file, `it compares ${String(comparisons.length)} arms with control, of a healthy experiment`);
  const members = arms.find(({ arm }) => arm === compared.arm)?.people ?? 0;
  const metric = ['value', 'conversion']
    .map((name) => compared.metrics.find((each) => each.metric === name))
    .find((found) => found !== undefined);
  if (metric === undefined || members === 0) throw noReadout(file, 'it tells neither value nor conversions');
  const { value, lower, upper, level } = metric.difference;
  return {
    ...lift,
    effect: value * members,
    lower: lower * members,
    upper: upper * members,
    level,
    share: members / people,
  };
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new StrataError('BAD_FILE', `${file} cannot be read as JSON.`, { cause: error });
  }
}

function noReadout(file: string, message: string): StrataError {
  return new StrataError('BAD_FILE', `${file} is no readout that a channel's lift can be taken from.`, {
    problems: [{ file, message, expected: 'the JSON of a healthy experiment with control and one other arm' }],
  });
}
