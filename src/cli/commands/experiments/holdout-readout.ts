import { writeFile } from 'node:fs/promises';
import { type Command } from 'commander';
import { type AnswerOf } from '#client';
import { holdoutPage } from '#strata/experiments/page';
import { type Config, loadConfig } from '#strata/platform/config';
import { StrataError } from '#sdk';
import { openDecisions } from '../../../in-process.js';
import { printJson } from '../../output/output.js';
import { printHoldout } from '../../reports/print-holdout.js';
import { runningServer } from '../../workspace/running-server.js';

type Readout = AnswerOf<'/v1/experiments/readout', 'get'>;

/** How the hold-out of all is read, and how it is shown. */
interface HoldoutOptions {
  readonly level?: number;
  readonly html?: string;
  readonly key?: string;
  readonly json?: true;
}

/** What it minds; everything else is about an experiment. */
const MINDED = ['holdoutOfAll', 'level', 'html', 'key', 'json'];

/** `strata experiment readout --holdout-of-all` @throws StrataError BAD_USAGE of options that it could not mind */
export async function readHoldoutOfAll(options: HoldoutOptions, command: Command): Promise<void> {
  const said = Object.keys(options).find(
    (name) => !MINDED.includes(name) && command.getOptionValueSource(name) === 'cli',
  );
  if (said !== undefined) {
    const flag = said.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new StrataError('BAD_USAGE', `--${flag} is about an experiment; the hold-out of all is read as it stands.`);
  }
  const { level = 0.95, html, key, json } = options;
  const readout = await readoutAnywhere(loadConfig(), { level }, key);
  if (html !== undefined) {
    await writeFile(html, holdoutPage(readout, Date.now())).catch((error: unknown) => {
      throw new StrataError('BAD_FILE', `${html} cannot be written.`, { cause: error });
    });
  }
  if (json) printJson(readout);
  else printHoldout(readout);
}

async function readoutAnywhere(config: Config, query: { readonly level: number }, key?: string): Promise<Readout> {
  const server = runningServer(config, key ?? config.adminKey);
  if (server !== undefined) return await server.ask((api) => api.GET('/v1/experiments/readout', { params: { query } }));
  const decisions = await openDecisions(config);
  try {
    return await decisions.readoutOfAll(query);
  } finally {
    await decisions.close();
  }
}
