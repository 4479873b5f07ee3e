import { type AnswerOf } from '#client';
import { fixedWords, moneyWords, momentWords, numberWords, percentWords } from '#strata/kernel';
import { printLine, printTable } from '../../output/output.js';

/** As the API answers it. */
export type ShownWatched = AnswerOf<'/v1/strategies/{id}/watch', 'get'>;

/** How a strategy or a campaign does, for a marketer. */
export function printWatched(watched: ShownWatched): void {
  const { strategy, campaign, at, sent, treated, heldOut, redeemed, cost, currency, basis } = watched;
  const name = campaign === null ? strategy : `${campaign} (${strategy})`;
  printLine(`${name} at ${momentWords(Date.parse(at), 'UTC')}`);
  printTable(
    [
      'sent',
      'people',
      'converted',
      'held out',
      'converted',
      'redeemed',
      currency === null ? 'cost' : `cost (${currency})`,
    ],
    [[sent, treated.people, rateWords(treated), heldOut.people, rateWords(heldOut), redeemed, moneyWords(cost)]],
  );
  printTable(
    ['', 'now', 'at least', 'at most'],
    [
      ['lift, percentage points', ...boundsOf(watched.lift, (value) => fixedWords(100 * value, 2))],
      [`profit${basis === 'gross' ? ', gross' : ''}`, ...boundsOf(watched.profit, (value) => moneyWords(value))],
      [
        `return${basis === 'gross' ? ', gross' : ''}`,
        ...boundsOf(watched.roi, (value) => `${fixedWords(100 * value, 0)} %`),
      ],
    ],
  );
  const { lift } = watched;
  if (lift !== null) printLine(`Bounds hold for ${percentWords(lift.level)}, however often you look.`);
  else if (sent > 0) printLine('Bounds are told from 100 people and 20 conversions of treated and held-out on.');
  printState(watched);
}

function rateWords({ people, converted }: ShownWatched['treated']): string {
  return people === 0
    ? '–'
    : `${numberWords(converted)} (${percentWords(Number((converted / people).toPrecision(3)))})`;
}

function boundsOf(figure: ShownWatched['lift'], words: (value: number) => string): readonly string[] {
  if (figure === null) return ['–', '–', '–'];
  return [figure.value, figure.lower, figure.upper].map((value) => (value === null ? '–' : words(value)));
}

const STATES = { waiting: 'waits', quiet: 'ok', crossed: 'CROSSED' } as const;

/** What is switched off of a strategy, by whom and why, and what its guardrails found last. */
export function printState({ switchedOff, guardrails }: Pick<ShownWatched, 'switchedOff' | 'guardrails'>): void {
  for (const { switch: which, by, reason, since } of switchedOff) {
    const what = which === 'stop' ? 'STOPPED' : 'ARMS FIXED';
    printLine(`${what} by ${by} since ${momentWords(Date.parse(since), 'UTC')}: ${reason}`);
  }
  for (const { watch, then, state, words, lookedAt, actedAt } of guardrails) {
    const found = lookedAt === null ? '' : ` at ${momentWords(Date.parse(lookedAt), 'UTC')}: ${words}`;
    const acted = actedAt === null ? '' : `; acted last at ${momentWords(Date.parse(actedAt), 'UTC')}`;
    printLine(`guardrail ${watch}, then ${then}: ${STATES[state]}${found}${acted}`);
  }
}
