import { type ModelVersion, type TrainedVersion } from '../../models/index.js';
import { decimals, percent } from '../model-options.js';
import { printLine, printTable } from '../output.js';
import { printDatasetWarnings } from '../print-dataset.js';
import { printVerdicts } from '../print-uplift.js';

/** What a training gave, for people. */
export function printTrained({ version, report }: TrainedVersion): void {
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
      ['held out', `${report.examples - report.training}, ${by}`],
      ...(holdout === null ? [] : holdoutRows(holdout)),
      ['fitted in', `${decimals(report.milliseconds / 1000, 1)} s (${report.backend ?? 'javascript'})`],
      ['artefact', version.checksum],
    ],
  );
  report.notes.forEach((note) => {
    printLine(`Note: ${note}.`);
  });
  printDatasetWarnings(report.dataset);
  if (report.uplift !== undefined) printVerdicts(report.uplift);
  if (version.stage === 'champion') printLine('It is the champion and scores for decisions.');
  else printNextStep(version);
}

/** The stages between a trained version and the champion. */
function printNextStep({ modelId, version }: ModelVersion): void {
  const number = String(version);
  printLine(`It is not the champion yet. Next: strata evaluate ${modelId} --data FILE --version ${number}`);
  printLine(`All stages that a champion needs: strata models promote ${modelId} ${number} --reason "why"`);
}

function holdoutRows(holdout: NonNullable<TrainedVersion['report']['holdout']>): [string, string][] {
  if (!('auc' in holdout)) {
    const { rootMeanSquaredError: error, ofTheMean } = holdout;
    const always = decimals(ofTheMean.rootMeanSquaredError);
    return [['root mean squared error, held out', `${decimals(error)} (always the mean: ${always})`]];
  }
  const { auc, positives, rows, calibrationError, perfectCalibrationError } = holdout;
  return [
    ['positives, held out', `${positives} of ${rows} (${percent(positives / rows)})`],
    ['AUC, held out', `${decimals(auc.value)} [${decimals(auc.lower)}, ${decimals(auc.upper)}]`],
    [
      'calibration error',
      `${decimals(calibrationError)} (a perfect model stays below ${decimals(perfectCalibrationError)})`,
    ],
  ];
}
