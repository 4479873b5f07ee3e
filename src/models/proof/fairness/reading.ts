import { type Language } from '#strata/kernel/texts';
import { type ModelPhrases, modelPhrases } from '../../words/index.js';
import { type FairnessGroup, type FairnessReport } from './report.js';

type Phrases = ModelPhrases['fairness'];

/** What the figures of a fairness report say, in sentences for people who decide; in English unless told. */
export function fairnessReading(
  { by, groups, column }: Pick<FairnessReport, 'by' | 'groups' | 'column'>,
  language?: Language,
): readonly string[] {
  const phrases = modelPhrases(language).fairness;
  return [
    selectionReading(groups, phrases),
    ...calibrationReading(groups, phrases),
    ...(column.feature ? [phrases.read(by, column.sensitive)] : []),
  ];
}

function selectionReading(groups: readonly FairnessGroup[], phrases: Phrases): string {
  const few = groups.filter(({ fourFifths }) => fourFifths === 'too few').map(({ group }) => group);
  const unsaid = few.length === 0 ? [] : [phrases.tooFew(few)];
  return phrases.paragraph([comparisonReading(groups, phrases), ...unsaid]);
}

function comparisonReading(groups: readonly FairnessGroup[], phrases: Phrases): string {
  const reference = groups.find(({ fourFifths }) => fourFifths === 'reference')?.group;
  if (reference === undefined) return phrases.noneLarge;
  const names = (reading: FairnessGroup['fourFifths']) =>
    groups.filter(({ fourFifths }) => fourFifths === reading).map(({ group, ratio }) => phrases.group(group, ratio));
  const [below, perhaps] = [names('below'), names('may be chance')];
  if (below.length > 0) return phrases.below(below, reference);
  return perhaps.length > 0 ? phrases.perhaps(perhaps, reference) : phrases.alike(reference);
}

function calibrationReading(groups: readonly FairnessGroup[], phrases: Phrases): readonly string[] {
  const judged = groups.filter(({ calibration }) => calibration !== null && calibration.reading !== 'too few');
  if (judged.length === 0) return [];
  const off = (reading: 'more' | 'less') =>
    judged.filter(({ calibration }) => calibration?.reading === reading).map(({ group }) => group);
  const [more, less] = [off('more'), off('less')];
  return [more.length + less.length === 0 ? phrases.holds : phrases.promises(more, less)];
}
