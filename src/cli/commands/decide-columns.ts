import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type Command, Option } from 'commander';
import { isStrataError, StrataError } from '#sdk';
import { type AskPass, type Multipliers, type Pass } from '#strata/spark';

interface Options {
  readonly pass: Pass | 'drive';
  readonly bundle: string;
  readonly now: string;
  readonly multipliers?: string;
  readonly maxMegabytes: string;
}

const PASSES = ['decide', 'survey', 'count', 'open', 'list', 'hash', 'drive'];

/** `strata decide-columns`: the child of a Spark task. */
export function registerDecideColumns(program: Command): void {
  program
    .command('decide-columns')
    .description('make one pass of a campaign over Arrow data: the stateless child of a Spark task (docs/scale.md)')
    .requiredOption('--arrow', 'read an Arrow stream from standard input, and write one to standard output')
    .addOption(new Option('--pass <name>', 'which pass').choices(PASSES).makeOptionMandatory())
    .requiredOption('--bundle <dir>', 'release, models and campaign, as `strata campaign bundle` writes them')
    .requiredOption('--now <iso>', 'the clock of all decisions, such as 2026-11-29T08:00:00Z')
    .option('--multipliers <file>', 'what `drive` said of the passes before')
    .option('--max-megabytes <n>', 'the largest batch that is taken', '256')
    .addHelpText(
      'after',
      '\nExample:\n  $ strata decide-columns --arrow --pass decide --bundle november --now 2026-11-29T08:00:00Z < people.arrows > blocks.arrows',
    )
    .action(async (options: Options) => {
      const write = reserveOutput();
      try {
        await work(options, write);
      } catch (error) {
        process.stderr.write(`${lineOf(error)}\n`);
        process.exitCode = 1;
      }
    });
}

type Write = (bytes: Uint8Array | string) => Promise<void>;

/** Nothing but what is written through this comes out: what plugins print goes to the errors. */
function reserveOutput(): Write {
  const print = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return (bytes) =>
    new Promise((resolve, reject) => {
      print(bytes, (error) => {
        if (error == null) resolve();
        else reject(error);
      });
    });
}

async function work(
  { pass, bundle: folder, now: iso, multipliers, maxMegabytes }: Options,
  write: Write,
): Promise<void> {
  const { openDesk, readBundle, driveRun, makePass } = await import('#strata/spark');
  const now = Date.parse(iso);
  if (Number.isNaN(now)) throw new StrataError('BAD_USAGE', `--now ${iso} is no moment, such as 2026-11-29T08:00:00Z.`);
  const plugins = pass === 'decide' ? await installedPlugins() : [];
  const desk = openDesk(await readBundle(folder), now, plugins);
  if (pass === 'drive') {
    const manifest = await driveRun(desk, now, asker(write));
    await write(`${JSON.stringify({ done: manifest })}\n`);
    return;
  }
  const { openArrow } = await import('#strata/tables/arrow');
  const told = multipliers === undefined ? null : await readMultipliers(multipliers);
  const source = await openArrow(process.stdin, Number(maxMegabytes) * 1024 * 1024);
  await makePass(pass, { desk, multipliers: told }, source, write);
}

async function readMultipliers(file: string): Promise<Multipliers> {
  const [{ z }, { checkedJson, storedObject }] = await Promise.all([
    import('zod'),
    import('#strata/platform/stored-json'),
  ]);
  const schema = storedObject<Multipliers>({ plans: z.array(z.unknown()) });
  return checkedJson(schema, await readFile(file, 'utf8'), (why) => {
    return new StrataError('BAD_FILE', 'The multipliers cannot be read.', { problems: [{ file, message: why }] });
  });
}

/** No pass but that which scores needs them. */
async function installedPlugins() {
  const [{ knownPlugins, configuredHost }, { loadConfig }] = await Promise.all([
    import('#strata/plugin-host'),
    import('#strata/platform/config'),
  ]);
  return await knownPlugins(configuredHost(loadConfig()).directories);
}

/**
 * Asks whoever drives the cluster, a line of JSON a question; the answers are lines too: base64 of the results of each
 * partition, then an empty line.
 */
function asker(write: Write): AskPass {
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity })[Symbol.asyncIterator]();
  return async function* ask(pass, multipliers) {
    await write(`${JSON.stringify({ ask: pass, multipliers })}\n`);
    for (;;) {
      const line = await lines.next();
      if (line.done === true) throw new StrataError('BAD_FILE', `The answer to “${pass}” ends before its end.`);
      if (line.value === '') return;
      yield Buffer.from(line.value, 'base64');
    }
  };
}

/** An error in one line: it stands in the log of a cluster. */
function lineOf(error: unknown): string {
  if (!isStrataError(error)) return `strata: ${oneLine(error instanceof Error ? error.message : String(error))}`;
  const problems = error.problems.map(({ message, expected, nearest }) =>
    [
      message,
      ...(expected === undefined ? [] : [`expected ${expected}`]),
      ...(nearest === undefined ? [] : [`did you mean "${nearest}"?`]),
    ].join(', '),
  );
  return `strata: ${oneLine([`${error.message} [${error.code}]`, ...problems].join(' — '))}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
