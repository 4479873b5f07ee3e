import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type Command } from 'commander';
import { loadConfig, PACKAGE_ROOT } from '../../platform/index.js';
import {
  checkPlugin,
  type ContractResult,
  defaultPluginDirectories,
  openPluginHost,
  type PluginHost,
  skeletonFiles,
} from '../../plugin-host/index.js';
import { StrataError } from '../../sdk/index.js';
import { printJson, printLine, printTable, startProgress } from '../output.js';

/** `strata plugin new` and `strata plugin check`. */
export function registerPlugin(program: Command): void {
  const plugin = program.command('plugin').description('write and check plugins');
  plugin
    .command('new <id>')
    .description('write a working scorer to start from, with a test and a README')
    .option('--dir <folder>', 'where the plugin folder goes', 'plugins')
    .option('--json', 'one JSON document for machines')
    .addHelpText('after', '\nExample:\n  strata plugin new basket-size --dir plugins')
    .action(writePlugin);
  plugin
    .command('check [plugin]')
    .description('admit plugins and run the contract suite: all of them, one by its id, or the one in a folder')
    .option('--json', 'one JSON document for machines')
    .addHelpText(
      'after',
      '\nExample:\n  strata plugin check logistic-regression\n  strata plugin check ./my-plugins/basket-size',
    )
    .action(checkPlugins);
}

interface Json {
  readonly json?: true;
}

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

async function writePlugin(id: string, { dir, json }: Json & { readonly dir: string }): Promise<void> {
  if (!ID.test(id)) {
    throw new StrataError('BAD_USAGE', `"${id}" is no plugin id.`, {
      problems: [{ message: `"${id}" is no plugin id.`, expected: 'lower-case words joined by hyphens' }],
    });
  }
  const folder = resolve(dir, id);
  if (existsSync(folder)) throw new StrataError('CONFLICT', `${folder} exists already.`);
  const home = dirname(folder) === join(PACKAGE_ROOT, 'plugins') ? 'package' : 'outside';
  const files = skeletonFiles(id, home);
  await mkdir(folder, { recursive: true });
  for (const { name, text } of files) await writeFile(join(folder, name), text);
  const written = files.map(({ name }) => join(folder, name));
  if (json) {
    printJson({ id, folder, files: written });
    return;
  }
  for (const file of written) printLine(relative(process.cwd(), file));
  const next = home === 'package' ? `npm run build && strata plugin check ${id}` : `strata plugin check ${folder}`;
  printLine(`\nNext: ${next}`);
}

async function checkPlugins(wanted: string | undefined, { json }: Json): Promise<void> {
  const folder = wanted === undefined || ID.test(wanted) ? undefined : builtFolder(wanted);
  const host = await openPluginHost(
    folder === undefined
      ? { directories: defaultPluginDirectories(loadConfig()) }
      : { directories: [], folders: [folder] },
  );
  try {
    const results = await resultsOf(host, folder === undefined ? wanted : undefined);
    const passed = results.every((result) => result.passed);
    if (json) printJson({ passed, results });
    else printResults(results);
    if (!passed) process.exitCode = 1;
  } finally {
    await host.close();
  }
}

/** The folder to check: where it holds the source of one of this package's plugins, what was built from it. */
function builtFolder(wanted: string): string {
  const folder = resolve(wanted);
  if (existsSync(join(folder, 'index.js')) || !existsSync(join(folder, 'index.ts'))) return folder;
  const built = join(PACKAGE_ROOT, 'dist', 'plugins', basename(folder));
  if (dirname(folder) === join(PACKAGE_ROOT, 'plugins') && existsSync(built)) return built;
  throw new StrataError('PLUGIN_LOAD_FAILED', `${folder} holds TypeScript that is not built yet.`, {
    problems: [{ file: folder, message: 'There is no index.js.', expected: 'npm run build, or the compiled folder' }],
  });
}

async function resultsOf(host: PluginHost, id: string | undefined) {
  if (id !== undefined) host.parseOptions(id, {});
  const ids = id === undefined ? [...host.plugins.keys()] : [id];
  const progress = startProgress('checking');
  const results: (ContractResult & { readonly plugin: string })[] = [];
  for (const [index, plugin] of ids.entries()) {
    progress.update(index / ids.length, plugin);
    results.push(...(await checkPlugin(host, plugin)).map((result) => ({ plugin, ...result })));
  }
  progress.end();
  return results;
}

function printResults(results: readonly (ContractResult & { readonly plugin: string })[]): void {
  printTable(
    ['plugin', 'task', 'check', 'result'],
    results.map(({ plugin, task, check, passed, detail }) => [
      plugin,
      task,
      check,
      passed ? 'ok' : `FAILED: ${detail}`,
    ]),
  );
  const failed = results.filter(({ passed }) => !passed).length;
  printLine(failed === 0 ? `All ${results.length} checks passed.` : `${failed} of ${results.length} checks failed.`);
}
