import { fixedWords } from '#strata/kernel';
import { type Estimate } from '#strata/statistics';
import { type FairnessGroup, type FairnessReport } from './report.js';

/** What the figures of a fairness report say, in sentences for people who decide. */
export function fairnessReading({
  by,
  groups,
  column,
}: Pick<FairnessReport, 'by' | 'groups' | 'column'>): readonly string[] {
  return [selectionReading(groups), ...calibrationReading(groups), ...sensitiveReading(by, column)];
}

function selectionReading(groups: readonly FairnessGroup[]): string {
  const reference = groups.find(({ fourFifths }) => fourFifths === 'reference');
  const names = (reading: FairnessGroup['fourFifths']) =>
    groups.filter(({ fourFifths }) => fourFifths === reading).map(withRatio);
  const [below, perhaps] = [names('below'), names('may be chance')];
  const few = groups.filter(({ fourFifths }) => fourFifths === 'too few').map(({ group }) => group);
  const unsaid = few.length === 0 ? '' : ` Too few people to say anything about ${list(few)}.`;
  if (reference === undefined) return `No group is large enough to compare.${unsaid}`;
  if (below.length > 0) {
    return `Warning: ${areSelected(below)} less than four fifths as often as ${reference.group}, and chance does not explain it: find out why before this runs.${unsaid}`;
  }
  if (perhaps.length > 0) {
    return `${areSelected(perhaps)} less than four fifths as often as ${reference.group}, which may be chance: look again with more people.${unsaid}`;
  }
  return `Every group that is large enough is selected at least four fifths as often as ${reference.group}.${unsaid}`;
}

function withRatio({ group, ratio }: FairnessGroup): string {
  if (ratio === null) return group;
  return `${group} (${fixedWords(ratio.value, 2)} ${interval(ratio)})`;
}

function calibrationReading(groups: readonly FairnessGroup[]): readonly string[] {
  const judged = groups.filter(({ calibration }) => calibration !== null && calibration.reading !== 'too few');
  if (judged.length === 0) return [];
  const off = (reading: 'more' | 'less') =>
    judged.filter(({ calibration }) => calibration?.reading === reading).map(({ group }) => group);
  const [more, less] = [off('more'), off('less')];
  if (more.length + less.length === 0) return ['The probabilities hold in every group that is large enough.'];
  return [
    [
      ...(more.length === 0 ? [] : [`${list(more)} converted more often than promised: the model passes them over`]),
      ...(less.length === 0 ? [] : [`${list(less)} converted less often than promised: the model overrates them`]),
    ].join('; ') + '.',
  ];
}

function sensitiveReading(by: string, { sensitive, feature }: FairnessReport['column']): readonly string[] {
  if (!feature) return [];
  const reason = sensitive ? ': the strategy must say why ("sensitiveFacts")' : '';
  return [`The models read "${by}"${reason}.`];
}

function interval({ lower, upper }: Estimate): string {
  return `[${fixedWords(lower, 2)}, ${fixedWords(upper, 2)}]`;
}

function areSelected(names: readonly string[]): string {
  return `${list(names)} ${names.length === 1 ? 'is' : 'are'} selected`;
}

function list(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
