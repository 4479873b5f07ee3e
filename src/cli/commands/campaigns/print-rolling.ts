import { durationWords, fixedWords, momentWords } from '#strata/kernel';
import { printLine, printTable } from '../../output/output.js';
import { type ShownRolling, type ShownTurn } from '../../campaigns/rolling-calls.js';

/** Rolling campaigns, a line each. */
export function printAllRolling(campaigns: readonly ShownRolling[]): void {
  printTable(
    ['rolling campaign', 'state', 'every', 'next turn', 'offers', 'held out', 'waiting'],
    campaigns.map(({ campaign, state, stopped, every, nextTurn, moments, listed }) => [
      campaign,
      stopped === null ? state : 'strategy stopped',
      durationWords(every),
      nextTurn ?? '–',
      listed.offers,
      listed.heldOut,
      moments.overdue + moments.later,
    ]),
  );
}

/** One rolling campaign: what it does next, how many are on its list, how late they came. */
export function printRolling(rolling: ShownRolling, turns: readonly ShownTurn[], now: number): void {
  const { campaign, title, strategy, every, state, lastTurn, moments, listed } = rolling;
  printLine(`${title} (${campaign}, strategy ${strategy}): ${state}, a turn every ${durationWords(every)}`);
  printLine(`  last turn: ${lastTurn ?? 'none yet'}`);
  printLine(`  next turn: ${nextWords(rolling, now)}`);
  const later = moments.next === null ? '' : `, the first at ${moments.next}`;
  printLine(
    `  moments: ${fixedWords(moments.overdue, 0)} to be looked at now, ${fixedWords(moments.later, 0)} to come${later}`,
  );
  printLine(
    `  on the list: ${fixedWords(listed.offers, 0)} ${listed.offers === 1 ? 'contact' : 'contacts'}, ${fixedWords(listed.heldOut, 0)} held out`,
  );
  if (listed.waiting > 0) printLine(`  not pushed yet: the lists of ${fixedWords(listed.waiting, 0)} turns`);
  if (turns.length > 0) printTurns(turns);
}

function nextWords({ state, stopped, strategy, nextTurn }: ShownRolling, now: number): string {
  if (stopped !== null) {
    const { by, reason, since } = stopped;
    return `none: ${by} stopped the strategy (${momentWords(Date.parse(since), 'UTC')}): ${reason}; strata strategies resume ${strategy} --reason … lets it go on`;
  }
  if (nextTurn === null) return `none: it is ${state}; strata campaign resume takes it up again`;
  const wait = Math.ceil((Date.parse(nextTurn) - now) / 1_000);
  if (wait > 0) return `${nextTurn}, in ${waitWords(wait)}`;
  return `due since ${nextTurn}; a running server takes it, or strata campaign run`;
}

function waitWords(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  const parts = [[hours, 'H'] as const, [minutes, 'M'] as const, [seconds % 60, 'S'] as const];
  return durationWords(
    `PT${parts.flatMap(([amount, unit]) => (amount > 0 ? [`${String(amount)}${unit}`] : [])).join('')}`,
  );
}

/** Turns, a line each, the last one first. */
export function printTurns(turns: readonly ShownTurn[]): void {
  printTable(
    ['turn', 'at', 'list', 'contacts', 'held out', 'latest'],
    turns.map(({ id, at, state, offers, heldOut, lateSeconds }) => [
      id,
      at,
      state,
      offers,
      heldOut,
      lateSeconds === null ? '–' : `${fixedWords(lateSeconds, 1)} s after its moment`,
    ]),
  );
}
