export type { ExampleData, ExampleSource, GatheredExamples, HistorySource } from './example-source.js';
export {
  type ColumnForms,
  type ExampleOptions,
  type Examples,
  featureRequest,
  peopleOf,
  pickExamples,
  readExamples,
  readingNotes,
} from './examples.js';
export type { Sampling } from './history/sampling.js';
export { type Success, binaryLabel, successOf } from './label.js';
export { gatherExamples, sourceName, withExampleData } from './open-source.js';
export { personOf, usualPersonColumn } from './persons.js';
export type { DatasetReport, LeakageKind, LeakageSuspect, PoolComparison } from './report/dataset-report.js';
export { reportDataset } from './report/report-dataset.js';
export { type RoleOptions, TIME_COLUMNS, TREATMENT_COLUMNS } from './roles.js';
export { type Table, type TableRequest, readTable } from './table.js';
export { whatRowGot } from './treatments.js';
