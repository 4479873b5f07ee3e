export { type ColumnForms, featureRequest, readingNotes } from './examples/column-requests.js';
export type { ExampleData, ExampleSource, GatheredExamples, HistorySource } from './examples/example-source.js';
export { type ExampleOptions, type Examples, peopleOf, pickExamples, readExamples } from './examples/examples.js';
export type { Sampling } from './examples/sampling.js';
export { type Success, binaryLabel, successOf } from './examples/label.js';
export { gatherExamples, sourceName, withExampleData } from './open-source.js';
export { personOf, usualPersonColumn } from './examples/persons.js';
export {
  type DatasetReport,
  LEAKAGE_KINDS,
  type LeakageKind,
  type LeakageSuspect,
  type PoolComparison,
} from './examples/dataset-report.js';
export { reportDataset } from './report/report-dataset.js';
export { type RoleOptions, TIME_COLUMNS, TREATMENT_COLUMNS } from './examples/roles.js';
export { type Table, readTable } from './examples/table.js';
export { whatRowGot } from './examples/treatments.js';
export { type EventQuestion, measureEvents } from './history/measure-events.js';
