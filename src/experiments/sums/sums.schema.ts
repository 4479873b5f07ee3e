import { z } from 'zod';
import { nearestName } from '#sdk';
import { type PersonVariable } from '../readout/index.js';

/** What is known of each person; see `ExperimentSums`. */

const amount = z.number();
const square = z.number().min(0);
const people = z.number().positive().max(1e12);
const count = z.int().min(0).max(1e12);
const name = z.string().min(1).max(200);

/** The sums of an arm under the names that the SQL of `docs/experiments.md` gives its columns. */
const armRow = z.strictObject({
  arm: name,
  share: z.number().positive().default(1).describe('Planned, of all arms; of any sum. Equal ones unless told.'),
  people: count.describe('People of the arm, each counted once, whether it did something or not.'),
  converted: count.describe('How many of them converted: the sum of 1 and 0.'),
  value: amount.exactOptional().describe('Σ value: what they spent.'),
  cost: amount.exactOptional().describe('Σ cost: contacts, and what was redeemed.'),
  before: amount.exactOptional().describe('Σ before: what they spent before they were drawn (CUPED).'),
  'converted*value': amount.exactOptional().describe('Σ converted × value.'),
  'converted*cost': amount.exactOptional().describe('Σ converted × cost.'),
  'converted*before': amount.exactOptional().describe('Σ converted × before.'),
  'value*value': square.exactOptional().describe('Σ value × value.'),
  'value*cost': amount.exactOptional().describe('Σ value × cost.'),
  'value*before': amount.exactOptional().describe('Σ value × before.'),
  'cost*cost': square.exactOptional().describe('Σ cost × cost.'),
  'cost*before': amount.exactOptional().describe('Σ cost × before.'),
  'before*before': square.exactOptional().describe('Σ before × before.'),
});

/** A row of {@link sumsBody}. */
export type ArmRow = z.output<typeof armRow>;

const segmentRow = armRow.extend({
  by: name.describe('What tells the people apart, such as city.'),
  is: name.describe('What they are by that, such as Wuhan.'),
});

/** An experiment as a warehouse has added it up, and how to read it: a file of `--sums`, and `POST /v1/experiments/readout`. */
export const sumsBody = z
  .strictObject({
    $schema: z.string().exactOptional(),
    arms: z.array(armRow).min(2).max(20).describe('One row an arm.'),
    control: name
      .exactOptional()
      .describe('What the others are compared with; control, holdout or baseline unless told.'),
    inSeveralArms: count
      .default(0)
      .describe('People who were seen in more than one arm; they are in none of the sums.'),
    days: z.number().positive().exactOptional().describe('How long it has run: tells for how long to keep running.'),
    segments: z
      .array(segmentRow)
      .max(20_000)
      .default([])
      .describe('The same people by what they are: a row for each arm of each.'),
    margin: z
      .number()
      .gt(0)
      .max(1)
      .exactOptional()
      .describe('Share of a value that is profit: tells profit and return.'),
    decide: z
      .enum(['conversion', 'value', 'profit', 'return'])
      .exactOptional()
      .describe('What decides; profit where it can be told, else conversion.'),
    level: z.number().min(0.5).max(0.999).default(0.95).describe('Of the intervals.'),
    once: people.exactOptional().describe('Read once, when so many people are there, as it was planned.'),
    tightestAt: people
      .exactOptional()
      .describe('Read at any time, tightest at so many people; all who are there unless told.'),
    worth: z.number().gt(0).max(100).exactOptional().describe('The least effect worth having: 0.05 for 5 %.'),
    noWorseThan: z
      .number()
      .gt(0)
      .max(1)
      .exactOptional()
      .describe('An arm is shipped for what it saves, too, where its conversions are fewer by at most this share.'),
  })
  .superRefine(({ arms, segments, control }, context) => {
    const variables = variablesOf(arms[0]);
    const refuse = (path: readonly (string | number)[], problem: Refused) => {
      const { message, expected, nearest } = problem;
      context.addIssue({ code: 'custom', path: [...path], message, params: { expected, nearest } });
    };
    arms.forEach((row, index) => {
      for (const problem of problemsOfRow(row, variables)) refuse(['arms', index, problem.member], problem);
    });
    segments.forEach((row, index) => {
      for (const problem of problemsOfRow(row, variables)) refuse(['segments', index, problem.member], problem);
    });
    const names = arms.map(({ arm }) => arm);
    names.forEach((arm, index) => {
      if (names.indexOf(arm) === index) return;
      refuse(['arms', index, 'arm'], unknown(`A second row of the arm "${arm}"`, 'one row an arm', undefined));
    });
    segments.forEach(({ arm }, index) => {
      if (names.includes(arm)) return;
      const nearest = nearestName(arm, names);
      refuse(['segments', index, 'arm'], unknown(`No row of "arms" is of "${arm}"`, oneOf(names), nearest));
    });
    if (controlOf(control, names) !== undefined) return;
    const message = control === undefined ? 'Nobody says which arm is control' : `There is no arm "${control}"`;
    refuse(['control'], unknown(message, oneOf(names), nearestName(control ?? 'control', names)));
  });

/** What {@link sumsBody} gives. */
export type SumsBody = z.output<typeof sumsBody>;

const CONTROLS = ['control', 'holdout', 'held-out', 'baseline'];

/** The arm that the others are compared with; nothing where nobody says, and no arm is called so. */
export function controlOf(control: string | undefined, names: readonly string[]): string | undefined {
  return control === undefined ? CONTROLS.find((usual) => names.includes(usual)) : names.find((arm) => arm === control);
}

/** What a row knows of people, in the order of the sums. */
export function variablesOf(row: Partial<ArmRow> | undefined): readonly PersonVariable[] {
  const more = (['value', 'cost', 'before'] as const).filter((variable) => row?.[variable] !== undefined);
  return ['converted', ...more];
}

/** The member that holds Σ a × b; of who converted the square is the number itself. */
export function productMember(a: PersonVariable, b: PersonVariable): keyof ArmRow {
  const [first, second] = ORDER.indexOf(a) <= ORDER.indexOf(b) ? [a, b] : [b, a];
  if (first === 'converted' && second === 'converted') return 'converted';
  return `${first}*${second}` as keyof ArmRow;
}

const ORDER = ['converted', 'value', 'cost', 'before'] as const;

interface Refused {
  readonly message: string;
  readonly expected: string;
  readonly nearest?: string | undefined;
}

interface RowProblem extends Refused {
  readonly member: string;
}

function problemsOfRow(row: Partial<ArmRow>, variables: readonly PersonVariable[]): readonly RowProblem[] {
  const { people: count = 0, converted = 0 } = row;
  const own = variablesOf(row);
  return [
    ...variables.filter((variable) => !own.includes(variable)).map((variable) => missing(variable)),
    ...own
      .filter((variable) => !variables.includes(variable))
      .map((variable) => ({
        member: variable,
        message: 'The first arm has no such sum',
        expected: 'the same sums in all rows',
      })),
    ...pairsOf(variables)
      .map(([a, b]) => productMember(a, b))
      .filter((member) => row[member] === undefined)
      .map(missing),
    ...(converted > count
      ? [{ member: 'converted', message: 'More converted than there are', expected: `at most ${String(count)}` }]
      : []),
    ...variables.filter((variable) => isTooSmall(row, variable)).map((variable) => tooSmall(variable)),
  ];
}

/** Σx² is at least (Σx)² ÷ n: else it is the sum of something else, such as of another column or of other rows. */
function isTooSmall(row: Partial<ArmRow>, variable: PersonVariable): boolean {
  if (variable === 'converted') return false;
  const [count, sum, squares] = [row.people ?? 0, row[variable] ?? 0, row[productMember(variable, variable)]];
  if (typeof squares !== 'number') return false;
  return squares * count < sum ** 2 * (1 - ROUNDING);
}

/** Warehouses round sums of decimals. */
const ROUNDING = 1e-9;

function tooSmall(variable: PersonVariable): RowProblem {
  const square = `${variable}*${variable}`;
  return {
    member: square,
    message: `No people have such sums of "${variable}" and "${square}"`,
    expected: `sum(${square}) over the same people: at least ${variable} × ${variable} ÷ people`,
  };
}

function missing(member: string): RowProblem {
  return { member, message: `The sum "${member}" is missing`, expected: `sum(${member}) over the people of the row` };
}

function unknown(message: string, expected: string, nearest: string | undefined): Refused {
  return { message, expected, nearest };
}

function oneOf(names: readonly string[]): string {
  return `one of ${names.join(', ')}`;
}

/** Every two of the variables, and each with itself. */
function pairsOf(variables: readonly PersonVariable[]): readonly (readonly [PersonVariable, PersonVariable])[] {
  return variables.flatMap((a, index) => variables.slice(index).map((b) => [a, b] as const));
}
