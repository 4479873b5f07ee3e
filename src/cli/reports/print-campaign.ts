import { fixedWords, moneyWords, percentWords } from '#strata/kernel';
import { printLine, printTable } from '../output/output.js';
import { type ShownResults, type ShownRun } from '../campaigns/campaign-calls.js';
import { resultCells, resultHeads } from './results-table.js';

/** Runs, a line each. */
export function printRuns(runs: readonly ShownRun[]): void {
  printTable(
    ['run', 'campaign', 'state', 'people', 'by', 'started'],
    runs.map(({ id, campaign, state, dryRun, manifest, progress, by, createdAt }) => [
      id,
      campaign,
      `${state}${state === 'running' ? ` ${percentWords(Math.round(100 * progress) / 100)}` : ''}${dryRun ? ' (dry run)' : ''}`,
      manifest === null ? '' : fixedWords(manifest.list.rows, 0),
      by,
      createdAt,
    ]),
  );
}

/** One run: how it is, who stops whom, who gets what. */
export function printRun(run: ShownRun): void {
  const { id, campaign, title, strategy, state, note, error, manifest, dryRun } = run;
  printLine(`${title} (${campaign}, strategy ${strategy}): ${state}${dryRun ? ', a dry run' : ''}`);
  printLine(`  run ${id}${note === '' ? '' : `: ${note}`}`);
  if (error !== null) printLine(`  ${error.code}: ${error.message}`);
  if (manifest === null) return;
  const { audience, stopped, heldBy = [], eligible, selected, allocation, booked, changes } = manifest;
  printTable(
    ['', 'people'],
    [
      ['in the audience', fixedWords(audience.people, 0)],
      ...stopped.map(({ code, people }) => [`  stopped by ${code}`, fixedWords(people, 0)]),
      ['could get an offer', fixedWords(eligible, 0)],
    ],
  );
  for (const { words } of heldBy) printLine(words);
  printTable(
    ['offer', 'arm', 'outcome', 'people', 'expected conversions', 'cost', 'profit'],
    selected.map(({ offer, arm, outcome, people, expected, withoutFigures }) => [
      offer,
      arm ?? '–',
      outcome === 'holdout' ? 'held out' : 'offer',
      fixedWords(people, 0),
      ...expectedCells(expected, withoutFigures),
    ]),
  );
  for (const { arm, gap, words } of allocation) {
    const below = gap < 1e-6 ? 'no choice is better' : `at most ${percentWords(gap)} below the best choice`;
    printLine(`${arm === null ? 'All' : `Arm ${arm}`}: ${below} within the limits.`);
    for (const sentence of words) printLine(`  ${sentence}`);
  }
  if (booked === null) printLine('Nothing was written down.');
  else printBooked(booked);
  if (manifest.match !== undefined) printMatch(manifest.match);
  if (changes !== null) {
    const { entered, left } = changes;
    printLine(`Since the run before: ${fixedWords(entered, 0)} people enter, ${fixedWords(left, 0)} leave.`);
  }
  printChecks(manifest);
  for (const sentence of manifest.notes ?? []) printLine(sentence);
  printLine(`Audience hash ${audience.hash}`);
}

const LEFT_OUT = {
  unknown: 'nobody is stored under the id',
  suppressed: 'suppressed',
  noConsent: 'without consent',
  noAddress: 'without an e-mail address and a phone number',
  unusableAddress: 'whose addresses cannot be used: numbers need their country (+49…)',
  sharedWithHoldout: 'who share an address with somebody held out',
} as const;

function printMatch({
  people,
  withEmail,
  withPhone,
  leftOut,
}: NonNullable<NonNullable<ShownRun['manifest']>['match']>): void {
  printLine(
    `For the ad platform: ${fixedWords(people, 0)} people, ${fixedWords(withEmail, 0)} by e-mail, ${fixedWords(withPhone, 0)} by phone.`,
  );
  for (const [why, words] of Object.entries(LEFT_OUT)) {
    const many = leftOut[why as keyof typeof LEFT_OUT];
    if (many > 0) printLine(`  left out: ${fixedWords(many, 0)} ${words}`);
  }
}

function printChecks({ checks = [], forced = null }: NonNullable<ShownRun['manifest']>): void {
  for (const check of checks.filter(({ result }) => result !== 'ok')) printLine(checkWords(check));
  if (forced !== null && checks.some(({ result }) => result === 'refused')) printLine(`  Forced: ${forced}`);
}

/** Whether a model knows the people, in a sentence. */
export function checkWords({ model, version, headline }: Pick<ModelCheck, 'model' | 'version' | 'headline'>): string {
  return `Model ${model}, version ${String(version)}: ${headline}`;
}

type ModelCheck = NonNullable<NonNullable<ShownRun['manifest']>['checks']>[number];

/** What is expected of some people; what nobody knows is a dash, and how many are left out of the sums is said. */
export function expectedCells(expected: ExpectedSums | null, withoutFigures: number): readonly string[] {
  const { conversions = null, cost = null, profit = null } = expected ?? {};
  const without = conversions === null || !(withoutFigures > 0) ? '' : ` (without ${fixedWords(withoutFigures, 0)})`;
  const told = (sum: number | null, words: (sum: number) => string): string => (sum === null ? '–' : words(sum));
  return [
    `${told(conversions, (sum) => fixedWords(sum, 1))}${without}`,
    told(cost, moneyWords),
    told(profit, moneyWords),
  ];
}

interface ExpectedSums {
  readonly conversions: number | null;
  readonly cost: number | null;
  readonly profit: number | null;
}

function printBooked({ contacts, heldOut, refused }: NonNullable<NonNullable<ShownRun['manifest']>['booked']>): void {
  const gone = refused.capped + refused.suppressed + refused.erased;
  const without = gone === 0 ? '' : ` ${fixedWords(gone, 0)} were left out: contacted, suppressed or erased meanwhile.`;
  printLine(`${fixedWords(contacts, 0)} contacts are booked, ${fixedWords(heldOut, 0)} people are held out.${without}`);
  for (const { words } of refused.heldBy ?? []) printLine(`  ${words}`);
}

/** What a campaign brought. */
export function printCampaignResults({ campaign, runs, currency, ...all }: ShownResults): void {
  const of = runs.length === 0 ? 'rolling' : runs.length === 1 ? '1 run' : `${String(runs.length)} runs`;
  printLine(`${campaign}, ${of}: ${all.holdout.words}`);
  const groups = [
    ['all', all] as const,
    ...all.arms.map((group) => [`arm ${group.arm}`, group] as const),
    ...all.offers.map((group) => [`offer ${group.offer}`, group] as const),
    ...all.days.map((group) => [group.day, group] as const),
  ];
  printTable(
    ['', 'sent', ...resultHeads(currency)],
    groups.map(([name, group]) => [name, group.treated.contacts, ...resultCells(group)]),
  );
}
