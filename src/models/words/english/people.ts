import { columnNumberWords, fixedWords } from '#strata/kernel';
import { figure, times } from '../subjects/figures.js';
import {
  type ColumnMove,
  type EstimateSubject,
  type SelectionSubject,
  type ValueStretch,
  type ValueStatement,
} from '../subjects/subjects.js';
import { list, smallPercent } from './figures.js';

/** How far people are from those that a version was trained on. */
export const drift = {
  pools: {
    judged: 'the judged rows',
    latest: (decisions: number) => `the latest ${decisions} decisions`,
  },
  score: 'the score',
  /** "94 % are above 171, in training 3 % (the median is 280, was 45)". */
  change: ({ statement, now, then, medians }: ColumnMove) => {
    const middle = medians === null ? '' : ` (the median is ${figure(medians.now)}, was ${figure(medians.then)})`;
    return `${smallPercent(now)} ${stated(statement)}, in training ${smallPercent(then)}${middle}`;
  },
  alike: (pool: string) => `The people of ${pool} are like those that the model was trained on.`,
  differ: (result: 'warned' | 'refused', pool: string, parts: readonly string[]) =>
    result === 'refused'
      ? `Refused: the people of ${pool} are not those that the model was trained on: ${parts.join('; ')}.`
      : `Look first: the people of ${pool} differ from those that the model was trained on: ${parts.join('; ')}.`,
  moved: (column: string, index: number, change: string) =>
    `${column} moved (stability index ${fixedWords(index, 2)}): ${change}`,
  more: (features: number) => `${features} more features`,
  scoreMoved: (index: number, change: string) =>
    `the scores moved too (stability index ${fixedWords(index, 2)}): ${change}`,
  /** @param auc of a classifier that tells the two apart */
  classifier: (auc: number) => `a classifier tells the two apart ${times(auc)} of 100 times (50 is a coin)`,
  calibration: (promised: number, happened: number) =>
    `${smallPercent(promised)} were promised to convert and ${smallPercent(happened)} did`,
  absent: (columns: readonly string[]) => `the pool does not know ${columns.join(', ')}`,
  few: (people: number) => `${people} people are few: only great moves can be told from chance`,
};

function stated(statement: ValueStatement): string {
  switch (statement.is) {
    case 'below':
      return `are below ${figure(statement.value)}`;
    case 'above':
      return `are above ${figure(statement.value)}`;
    case 'at most':
      return `are ${figure(statement.value)} or less`;
    case 'category':
      return `are “${statement.value}”`;
    case 'another':
      return 'have another value';
    case 'missing':
      return 'have no value';
  }
}

/** What drives a model over all people. */
export const explanation = {
  answers: { yes: 'yes', no: 'no' },
  /** "up to 12", "13 to 24", "25 or more"; "above 0.5 up to 1.2" where values are not whole. */
  stretch: (stretch: ValueStretch) => {
    if (stretch.kind === 'missing' || stretch.kind === 'any') return stretch.kind;
    if (stretch.kind === 'answer') return stretch.answer;
    const { kind, from, to } = stretch;
    if (from === null) return to === null ? 'any' : `up to ${to}`;
    if (kind === 'real') return to === null ? `above ${from}` : `above ${from} up to ${to}`;
    if (to === null) return `${from} or more`;
    return from === to ? to : `${from} to ${to}`;
  },
  ownCurves: 'curves are those of the model itself, with 95 % intervals from its bags',
  /** @param standardError of one person's part, the largest, as people read it */
  sampled: (standardError: number) =>
    `parts were sampled: the standard error of one person's part is up to ${columnNumberWords(Number(standardError.toPrecision(2)))}`,
};

/** How a selection treats the groups of a column. */
export const fairness = {
  unknown: 'not known',
  band: (from: number | null, until: number | null) => {
    if (from === null) return `below ${figure(until ?? Number.NaN)}`;
    return until === null ? `${figure(from)} and more` : `${figure(from)} to below ${figure(until)}`;
  },
  selection: (selection: SelectionSubject) => {
    if (selection.by === 'threshold') return `who scores ${selection.threshold} or more`;
    const { share, threshold, divided } = selection;
    const shared = divided === 0 ? '' : `, of the ${divided} with exactly so much some by chance`;
    return `the top ${Math.round(100 * share)} %, who score ${fixedWords(threshold, 4)} or more${shared}`;
  },
  /** A group with its rate ÷ that of the reference. */
  group: (name: string, ratio: EstimateSubject | null) =>
    ratio === null
      ? name
      : `${name} (${fixedWords(ratio.value, 2)} [${fixedWords(ratio.lower, 2)}, ${fixedWords(ratio.upper, 2)}])`,
  tooFew: (groups: readonly string[]) => `Too few people to say anything about ${list(groups)}.`,
  noneLarge: 'No group is large enough to compare.',
  below: (groups: readonly string[], reference: string) =>
    `Warning: ${areSelected(groups)} less than four fifths as often as ${reference}, and chance does not explain it: find out why before this runs.`,
  perhaps: (groups: readonly string[], reference: string) =>
    `${areSelected(groups)} less than four fifths as often as ${reference}, which may be chance: look again with more people.`,
  alike: (reference: string) =>
    `Every group that is large enough is selected at least four fifths as often as ${reference}.`,
  /** Sentences of one paragraph. */
  paragraph: (sentences: readonly string[]) => sentences.join(' '),
  holds: 'The probabilities hold in every group that is large enough.',
  /** @param more groups that did it more often than promised */
  promises: (more: readonly string[], less: readonly string[]) => {
    const parts = [
      ...(more.length === 0 ? [] : [`${list(more)} converted more often than promised: the model passes them over`]),
      ...(less.length === 0 ? [] : [`${list(less)} converted less often than promised: the model overrates them`]),
    ];
    return `${parts.join('; ')}.`;
  },
  /** @param sensitive whether the column is a sensitive fact */
  read: (column: string, sensitive: boolean) =>
    `The models read "${column}"${sensitive ? ': the strategy must say why ("sensitiveFacts")' : ''}.`,
};

function areSelected(groups: readonly string[]): string {
  return `${list(groups)} ${groups.length === 1 ? 'is' : 'are'} selected`;
}
