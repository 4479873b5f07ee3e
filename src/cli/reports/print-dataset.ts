import { type DatasetReport, type PoolComparison, type Sampling } from '#strata/models/datasets';
import { decimals, percent, printLine, printTable } from '../output/output.js';

/** The whole report of a data set, for a person. */
export function printDataset(report: DatasetReport): void {
  const { model, source, rows, label } = report;
  printLine(`${String(rows)} examples for ${model}, from ${source}; ${labelWords(report)} (${label}).`);
  if (report.sampling !== null) printSampling(report.sampling);
  report.notes.forEach((note) => {
    printLine(`Note: ${note}.`);
  });
  printMonths(report);
  printFeatures(report);
  printSuspects(report);
  if (report.pool !== null) printPool(report.pool);
}

/** What training has to say about its data: suspects, and a pool that is another population. */
export function printDatasetWarnings({ suspects, pool, sampling, model }: DatasetReport): void {
  for (const { feature, signs } of suspects) {
    printLine(`Warning: "${feature}" may be known only after the label: ${signs[0]?.words ?? ''}.`);
  }
  const moved = pool?.features.filter(({ index, noise }) => index >= MOVED && index > noise) ?? [];
  if (moved.length > 0) {
    const names = moved.map(({ name, index }) => `${name} (${decimals(index, 2)})`);
    printLine(`Warning: today's people are not those of the examples: ${names.join(', ')} moved.`);
  }
  if (suspects.length > 0 || moved.length > 0 || sampling !== null) {
    printLine(`All about the data: strata models data ${model}`);
  }
}

/** From here on a feature has moved to another population; see `populationStabilityIndex`. */
const MOVED = 0.25;
const A_LITTLE = 0.1;

function labelWords({ positives, labelMean }: DatasetReport): string {
  if (positives === null) return `on average ${decimals(labelMean, 2)}`;
  return `${String(positives)} of them positive, ${percent(labelMean)}`;
}

const WHEN: Readonly<Record<Sampling['moments'], string>> = {
  campaigns: 'when past campaigns reached or left them out',
  events: 'just before the events that the model asks for',
  regular: 'at regular moments',
};

function printSampling(sampling: Sampling): void {
  const { moments, first, last, until, within, population, candidates, campaigns } = sampling;
  const who = population === null ? 'everybody' : `people who were in the segment "${population}"`;
  printLine(`Made of history: ${who} ${WHEN[moments]}, ${day(first)} to ${day(last)}.`);
  printLine(`What happened within ${within} after is the label; history is known until ${until}.`);
  if (sampling.leftOut.length > 0) {
    printLine(`Of ${String(candidates)} people and moments that were looked at, and of other campaigns, left out:`);
    printTable(
      ['rows', 'why'],
      sampling.leftOut.map(({ rows, reason }) => [rows, reason]),
    );
  }
  if (campaigns.length === 0) return;
  printLine('Campaigns of the past');
  printTable(
    ['campaign', 'from', 'went to', 'sent', 'control', 'used'],
    campaigns.map(({ campaign, from, audience, sent, heldOut, used, reason }) => [
      campaign === '' ? '(no name)' : campaign,
      day(from),
      audience,
      sent,
      heldOut,
      used ? 'yes' : `no: ${reason ?? ''}`,
    ]),
  );
}

function day(moment: string | null): string {
  return moment?.slice(0, 10) ?? '–';
}

function printMonths({ months, positives }: DatasetReport): void {
  if (months === null) return;
  printLine('By month');
  printTable(
    ['month', 'examples', positives === null ? 'mean of the label' : 'positive'],
    months.map(({ month, rows, labelMean }) => [
      month,
      rows,
      positives === null ? decimals(labelMean, 2) : percent(labelMean),
    ]),
  );
}

function printFeatures({ features }: DatasetReport): void {
  printLine('Features: what is missing, and how well each alone tells the label (AUC; chance is 0.5)');
  printTable(
    ['feature', 'kind', 'missing', 'values', 'AUC alone'],
    features
      .toSorted((a, b) => b.auc.value - a.auc.value)
      .map(({ name, type, missing, distinct, auc }) => [
        name,
        type,
        percent(missing),
        distinct,
        decimals(auc.value, 3),
      ]),
  );
}

function printSuspects({ suspects }: DatasetReport): void {
  if (suspects.length === 0) {
    printLine('No feature looks as if it were known only after the label.');
    return;
  }
  printLine('Known only after the label? Ask when each of these is written, and leave it out where that is too late:');
  for (const { feature, signs } of suspects) {
    printLine(`  ${feature}`);
    for (const { words } of signs) printLine(`    ${words}`);
  }
}

function printPool({ people, features, classifier }: PoolComparison): void {
  printLine(`Beside the ${String(people)} people whom the model is meant for now (stability index; noise stays below)`);
  printTable(
    ['feature', 'index', 'noise', 'reading'],
    features.map(({ name, index, noise }) => [name, decimals(index, 3), decimals(noise, 3), reading(index, noise)]),
  );
  const apart = `${decimals(classifier.value, 3)} [${decimals(classifier.lower, 3)}, ${decimals(classifier.upper, 3)}]`;
  printLine(`A classifier tells examples from today's people with an AUC of ${apart}; 0.5 is not at all.`);
}

function reading(index: number, noise: number): string {
  if (!(index > noise) || index < A_LITTLE) return 'as it was';
  return index < MOVED ? 'has moved' : 'another population';
}
