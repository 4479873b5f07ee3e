import { join } from 'node:path';
import { type ModelColumn, type ModelDocument } from '#strata/engine';
import { gatherExamples } from '#strata/models/datasets';
import { type BenchmarkSet, SETS } from './references.js';

/** Columns of the leads set that were filled in after contact: they leak the label (REFERENCE.md). */
const LEAKING = [
  'Tags',
  'Lead Quality',
  'Lead Profile',
  'Asymmetrique Activity Index',
  'Asymmetrique Profile Index',
  'Asymmetrique Activity Score',
  'Asymmetrique Profile Score',
  'Last Activity',
  'Last Notable Activity',
];

/** Which features the report of a data set suspects: on the leads set all leaking columns and few of the honest ones. */
export async function benchLeakage(directory: string, options: { readonly json: boolean }): Promise<void> {
  const results = [];
  for (const set of SETS) {
    const leaking = set.id === 'leads' ? LEAKING : [];
    const { report } = await gatherExamples(documentOf(set, leaking), {
      kind: 'file',
      file: join(directory, set.file),
    });
    const named = report.suspects.map(({ feature }) => feature);
    const honest = set.features.filter((name) => named.includes(name));
    const missed = leaking.filter((name) => !named.includes(name));
    const reached = missed.length === 0 && honest.length < set.features.length / 2;
    results.push({
      set: set.id,
      leaking: leaking.length,
      missed,
      honest: set.features.length,
      honestNamed: honest,
      reached,
    });
    if (options.json) continue;
    console.log(
      `${set.id}: ${leaking.length - missed.length} of ${leaking.length} leaking columns named, ${honest.length} of ${set.features.length} honest ones; bar ${reached ? 'reached' : 'MISSED'}`,
    );
    for (const { feature, signs } of report.suspects) {
      console.log(
        `  ${feature}${leaking.includes(feature) ? '' : ' (honest)'}: ${signs.map(({ words }) => words).join('; ')}`,
      );
    }
  }
  if (options.json) console.log(JSON.stringify(results, null, 2));
}

function documentOf(set: BenchmarkSet, leaking: readonly string[]): ModelDocument {
  const columns: Record<string, ModelColumn> = {};
  for (const name of set.categories ?? []) columns[name] = { type: 'category' };
  for (const name of set.blankIsZero ?? []) columns[name] = { type: 'number', blank: 0 };
  return {
    id: set.id,
    title: set.id,
    plugin: 'logistic-regression',
    task: 'binary',
    label: { column: set.label },
    features: [...set.features, ...leaking],
    columns,
  };
}
