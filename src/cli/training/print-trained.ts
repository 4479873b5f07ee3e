import { fixedWords } from '#strata/kernel';
import { type ModelVersion } from '#strata/models/registry';
import { type StoredTraining } from '#strata/models/training';
import { decimals, percent, printLine, printTable } from '../output/output.js';
import { printDatasetWarnings } from '../reports/print-dataset.js';
import { printVerdicts } from '../reports/print-uplift.js';

/** A version that was just trained, here or elsewhere. */
export interface StoredVersion {
  readonly version: ModelVersion;
  readonly report: StoredTraining;
}

/**
 * What a training gave, for people.
 *
 * @param evaluate the command that judges the version
 */
export function printTrained({ version, report }: StoredVersion, evaluate: string): void {
  const { holdout, split } = report;
  printLine(`Version ${version.version} of ${version.modelId} (${version.plugin}, seed ${version.seed}) is stored.`);
  const by =
    split.by === 'time' ? `from ${split.from} on (${split.column})` : `by hash of ${split.key ?? 'the row number'}`;
  printTable(
    ['what', 'value'],
    [
      [report.source === 'file' ? 'rows of the file' : 'people and moments', report.rowsInFile],
      ['examples', report.examples],
      ['trained on', report.training],
      ['held out', `${fixedWords(report.examples - report.training, 0)}, ${by}`],
      ...(holdout === null ? [] : holdoutRows(holdout)),
      ['fitted in', `${decimals(report.milliseconds / 1000, 1)} s (${report.backend ?? 'javascript'})`],
      ...(report.refit == null
        ? []
        : [
            [
              'fitted again',
              `on all ${fixedWords(report.refit.rows, 0)} examples, in ${decimals(report.refit.milliseconds / 1000, 1)} s: this fit scores, the figures are of the first`,
            ] as [string, string],
          ]),
      ['artefact', version.checksum],
    ],
  );
  report.notes.forEach((note) => {
    printLine(`Note: ${note}.`);
  });
  if (report.dataset !== null) printDatasetWarnings(report.dataset);
  if (report.uplift !== undefined) printVerdicts(report.uplift);
  if (version.stage === 'champion') printLine('It is the champion and scores for decisions.');
  else printNextStep(version, evaluate);
}

/** What is between a trained version and the champion. */
function printNextStep({ modelId }: ModelVersion, evaluate: string): void {
  printLine(`It is not the champion yet. Next: ${evaluate}`);
  printLine(`What is proven about it, of what a champion needs: strata models list ${modelId}`);
}

function holdoutRows(holdout: NonNullable<StoredTraining['holdout']>): [string, string][] {
  if (!('auc' in holdout)) {
    const { rootMeanSquaredError: error, ofTheMean } = holdout;
    const always = decimals(ofTheMean.rootMeanSquaredError);
    return [['root mean squared error, held out', `${decimals(error)} (always the mean: ${always})`]];
  }
  const { auc, positives, rows, calibrationError, perfectCalibrationError } = holdout;
  return [
    ['positives, held out', `${fixedWords(positives, 0)} of ${fixedWords(rows, 0)} (${percent(positives / rows)})`],
    ['AUC, held out', `${decimals(auc.value)} [${decimals(auc.lower)}, ${decimals(auc.upper)}]`],
    [
      'calibration error',
      `${decimals(calibrationError)} (a perfect model stays below ${decimals(perfectCalibrationError)})`,
    ],
  ];
}
