import { type ExampleData } from '../datasets/example-source.js';
import { holdsTrainingRows } from '../datasets/open-source.js';
import { type Examples } from '../examples.js';
import { type ModelVersion } from '../registry/model-version.js';
import { type TrainingReport } from '../training-report.js';
import { splitRows } from './split.js';

/**
 * Positions of the examples that a version was not trained on: its hold-out where they are of its training data, none
 * where its hold-out cannot be found again, else all. Whether the people in other data are the same, nobody can know.
 */
export async function heldOutRows(version: ModelVersion, data: ExampleData, examples: Examples): Promise<Uint32Array> {
  const all = Uint32Array.from(examples.label.keys());
  if (!(await holdsTrainingRows(version, data))) return all;
  const { split } = version.metrics as unknown as TrainingReport;
  if (split.by === 'time' && examples.times === undefined) return new Uint32Array();
  return splitRows(split, examples.rows, examples).holdout;
}
