import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { loadConfig } from '#strata/platform/config';
import { PACKAGE_ROOT } from '#strata/platform';
import { checkPlugin, type ContractResult } from '#strata/plugin-host/contract';
import { configuredHost, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { skeletonFiles } from '#strata/plugin-host/skeleton';
import { PLUGIN_KINDS, type PluginKindCode, StrataError } from '#sdk';
import { wholeNumber } from '../options/model-options.js';
import { printJson, printLine, printTable, shellWord, startProgress } from '../output/output.js';

/** `strata plugin new` and `strata plugin check`. */
export function registerPlugin(program: Command): void {
  const plugin = program.command('plugin').description('write and check plugins');
  plugin
    .command('new <id>')
    .description('write a working plugin to start from, with a test and a README')
    .option('--dir <folder>', 'where the plugin folder goes', 'plugins')
    .addOption(
      new Option(
        '--kind <kind>',
        'scorer: a model; policy: chooses among offers; lifetime: what customers will buy; recommender: items; clusterer: groups of people',
      )
        .choices(Object.keys(PLUGIN_KINDS))
        .default('scorer'),
    )
    .option('--json', 'one JSON document for machines')
    .addHelpText('after', '\nExample:\n  strata plugin new basket-size --dir plugins')
    .action(writePlugin);
  plugin
    .command('check [plugin]')
    .description('admit plugins and run the contract suite: all of them, one by its id, or the one in a folder')
    .option('--options <json>', "the plugin's options, where it cannot do without", jsonObject)
    .option('--time-limit <seconds>', 'how long one training may take', wholeNumber(1, 86_400), 60)
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

/** A small set needs little; a scorer is given more time than decisions give it, since its author waits. */
const CHECK_LIMITS = { scoreTimeLimitMs: 2000, trainingMemoryMb: 2048 };

type Options = Readonly<Record<string, unknown>>;

function jsonObject(text: string): Options {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Options;
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('It is no JSON object, such as {"file": "model.onnx"}.');
}

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

async function writePlugin(
  id: string,
  { dir, kind, json }: Json & { readonly dir: string; readonly kind: PluginKindCode },
): Promise<void> {
  if (!ID.test(id)) {
    throw new StrataError('BAD_USAGE', `"${id}" is no plugin id.`, {
      problems: [{ message: `"${id}" is no plugin id.`, expected: 'lower-case words joined by hyphens' }],
    });
  }
  const folder = resolve(dir, id);
  if (existsSync(folder)) throw new StrataError('CONFLICT', `${folder} exists already.`);
  const home = dirname(folder) === join(PACKAGE_ROOT, 'plugins') ? 'package' : 'outside';
  const files = skeletonFiles(id, home, kind);
  await mkdir(folder, { recursive: true });
  for (const { name, text } of files) await writeFile(join(folder, name), text);
  const written = files.map(({ name }) => join(folder, name));
  if (json) {
    printJson({ id, folder, files: written });
    return;
  }
  for (const file of written) printLine(relative(process.cwd(), file));
  const next =
    home === 'package' ? `npm run build && strata plugin check ${id}` : `strata plugin check ${shellWord(folder)}`;
  printLine(`\nNext: ${next}`);
  if (home === 'outside') printLine(`Its own test: cd ${shellWord(folder)} && npm install && npm test`);
}

async function checkPlugins(
  wanted: string | undefined,
  { json, options, timeLimit }: Json & { readonly options?: Options; readonly timeLimit: number },
): Promise<void> {
  const folder = wanted === undefined || ID.test(wanted) ? undefined : builtFolder(wanted);
  const configured = configuredHost(loadConfig());
  const host = await openPluginHost({
    ...CHECK_LIMITS,
    ...configured,
    ...(folder === undefined ? {} : { directories: [], folders: [folder] }),
    showOutput: true,
  });
  try {
    const { ids, skipped } = await chosen(host, folder === undefined ? wanted : undefined);
    const results = await resultsOf(host, ids, options, timeLimit * 1000);
    const passed = results.every((result) => result.passed);
    if (json) printJson({ passed, results, skipped });
    else printResults(results, skipped);
    if (!passed) process.exitCode = 1;
  } finally {
    await host.close();
  }
}

/** The plugin that is asked for; else all but those that cannot do without options. */
async function chosen(
  host: PluginHost,
  id: string | undefined,
): Promise<{ ids: readonly string[]; skipped: readonly string[] }> {
  const all = [...host.plugins.keys()];
  if (id === undefined && all.length > 1) {
    const skipped: string[] = [];
    for (const plugin of all) if (!(await host.parseOptions(plugin, {})).ok) skipped.push(plugin);
    return { ids: all.filter((plugin) => !skipped.includes(plugin)), skipped };
  }
  // Throws where there is no such plugin.
  if (id !== undefined) await host.parseOptions(id, {});
  return { ids: id === undefined ? all : [id], skipped: [] };
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

async function resultsOf(host: PluginHost, ids: readonly string[], options: Options | undefined, timeMs: number) {
  const progress = startProgress('checking');
  const results: (ContractResult & { readonly plugin: string })[] = [];
  for (const [index, plugin] of ids.entries()) {
    progress.update(index / ids.length, plugin);
    results.push(...(await checkPlugin(host, plugin, options, timeMs)).map((result) => ({ plugin, ...result })));
  }
  progress.end();
  return results;
}

function printResults(
  results: readonly (ContractResult & { readonly plugin: string })[],
  skipped: readonly string[],
): void {
  printTable(
    ['plugin', 'task', 'check', 'result'],
    results.map(({ plugin, task, check, passed, detail }) => [
      plugin,
      task,
      check,
      passed ? 'ok' : `FAILED: ${detail}`,
    ]),
  );
  for (const plugin of skipped)
    printLine(`Not checked: ${plugin}, which needs options (strata plugin check ${plugin} --options JSON).`);
  const failed = results.filter(({ passed }) => !passed).length;
  printLine(failed === 0 ? `All ${results.length} checks passed.` : `${failed} of ${results.length} checks failed.`);
}
