import { type Command } from 'commander';
import { gatherExamples } from '#strata/models/datasets';
import { exampleOptions, readModel } from '../../options/model-options.js';
import { printJson, startProgress } from '../../output/output.js';
import { printDataset } from '../../reports/print-dataset.js';
import { addSourceOptions, exampleSource, type SourceOptions } from '../../options/source-options.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';

/** `strata models data`: what a model would learn from. */
export function registerModelsData(models: Command): void {
  const command = models
    .command('data <model>')
    .description('look at what a model would learn from: labels by month, gaps, leakage suspects, today’s people');
  addSourceOptions(command)
    .option('--pool <file>', "with --data: today's people, to compare with")
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata models data coupon-conversion\n  $ strata models data coupon-conversion --events shop/events.ndjson --profiles shop/profiles.csv',
    )
    .action((model: string, options: DataOptions) => withWorkspace((workspace) => show(workspace, model, options)));
}

interface DataOptions extends SourceOptions {
  readonly pool?: string;
}

async function show(workspace: Workspace, model: string, options: DataOptions): Promise<void> {
  const { document, segments } = await readModel(model, workspace.config);
  const progress = startProgress(`Reading for ${document.id}`);
  try {
    const source = await exampleSource(options, workspace);
    const { report, dataHash } = await gatherExamples(
      document,
      source.kind === 'file' && options.pool !== undefined ? { ...source, pool: options.pool } : source,
      {
        ...exampleOptions(options, segments),
        progress: (share, note) => {
          progress.update(share, note);
        },
      },
    );
    progress.end();
    if (options.json) printJson({ ...report, dataHash });
    else printDataset(report);
  } finally {
    progress.end();
  }
}
