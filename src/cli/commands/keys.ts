import { Argument, type Command, Option } from 'commander';
import { type ApiKey, apiKeys, type ApiKeys } from '#strata/platform/auth';
import { ROLES, type Role } from '#strata/platform/http';
import { currentUser } from '../options/model-options.js';
import { printJson, printLine, printTable } from '../output/output.js';
import { withWorkspace } from '../workspace/workspace.js';

/** `strata keys create|list|revoke`: who may use the API. */
export function registerKeys(program: Command): void {
  const keys = program.command('keys').description('make, list and revoke API keys');
  registerCreate(keys);
  registerList(keys);
  registerRevoke(keys);
}

function registerCreate(keys: Command): void {
  keys
    .command('create')
    .description('make an API key; it is shown once and never again')
    .addOption(new Option('--role <role>', 'what the key may do').choices(ROLES).makeOptionMandatory())
    .option('--name <name>', 'whom or what the key is for', '')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata keys create --role service --name "web shop"')
    .action(async ({ role, name, json }: { role: Role; name: string; json?: true }) => {
      const { key, secret } = await withKeys((all) => all.create(role, name, currentUser()));
      if (json) {
        printJson({ ...key, secret });
        return;
      }
      printLine(secret);
      printLine(`Keep it: it is stored as a hash and cannot be shown again. Role ${key.role}, id ${key.id}.`);
    });
}

function registerList(keys: Command): void {
  keys
    .command('list')
    .description('list all API keys, newest first')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata keys list')
    .action(async ({ json }: { json?: true }) => {
      const all = await withKeys((stored) => stored.list());
      if (json) {
        printJson(all);
        return;
      }
      printTable(['id', 'role', 'name', 'created', 'revoked'], all.map(cellsOf));
    });
}

function registerRevoke(keys: Command): void {
  keys
    .command('revoke')
    .description('revoke an API key; running servers refuse it within seconds')
    .addArgument(new Argument('<id>', 'as `keys list` shows it'))
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata keys revoke 019aa9c5-7d1e-7c52-b6a1-5f0c4f0f2b11')
    .action(async (id: string, { json }: { json?: true }) => {
      const key = await withKeys((stored) => stored.revoke(id, currentUser()));
      if (json) printJson(key);
      else printLine(`Revoked ${key.id}${key.name === '' ? '' : ` (${key.name})`}.`);
    });
}

function withKeys<T>(work: (keys: ApiKeys) => Promise<T>): Promise<T> {
  return withWorkspace(async (workspace) => await work(apiKeys(await workspace.database())));
}

function cellsOf({ id, role, name, createdAt, revokedAt }: ApiKey): readonly string[] {
  return [id, role, name, createdAt, revokedAt ?? ''];
}
