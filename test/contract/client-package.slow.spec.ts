import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '#strata/platform';
import { startTestServer, type TestServer } from '../e2e/server.js';

const tsc = join(PACKAGE_ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

let home: string;
let server: TestServer;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'strata-client-'));
  await run('npm', ['pack', join(PACKAGE_ROOT, 'client'), '--pack-destination', home]);
  await install('@strata/client', readdirSync(home).find((file) => file.endsWith('.tgz')) ?? '');
  writeFileSync(join(home, 'package.json'), '{"type":"module"}');
  server = await startTestServer('pglite');
});
afterAll(async () => {
  await server.dispose();
  rmSync(home, { recursive: true });
});

/** As `npm install` of the tarball does, without a registry. */
async function install(name: string, tarball: string): Promise<void> {
  const modules = join(home, 'node_modules');
  mkdirSync(join(modules, name), { recursive: true });
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, name)]);
  const { dependencies } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const dependency of [...Object.keys(dependencies), 'openapi-typescript-helpers'])
    symlinkSync(join(PACKAGE_ROOT, 'node_modules', dependency), join(modules, dependency));
}

/** What a command prints; the server of this process goes on meanwhile. */
async function run(command: string, argv: readonly string[]): Promise<string> {
  return (await promisify(execFile)(command, argv, { cwd: home })).stdout;
}

const PROGRAM = `
import { answerOf, createClient, Refusal } from '@strata/client';

const strata = createClient({ url: process.argv[2] ?? '' });
const body = { userId: 'u-1', consent: ['marketing'] };
const decision = await answerOf(strata.POST('/v1/decisions', { body }));
const outcome: 'offer' | 'none' | 'holdout' = decision.outcome;
const refusal = await answerOf(strata.GET('/v1/decisions/{id}', { params: { path: { id: 'x' } } })).catch(
  (error: unknown) => (error instanceof Refusal ? error.problem.code : error),
);
console.log(JSON.stringify([decision.userId, outcome, refusal]));
`;

async function compile(program: string): Promise<string> {
  writeFileSync(join(home, 'program.ts'), program);
  writeFileSync(join(home, 'globals.d.ts'), 'declare const process: { readonly argv: readonly string[] };');
  const options = ['--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom', '--strict', '--skipLibCheck'];
  return run(process.execPath, [tsc, 'program.ts', 'globals.d.ts', ...options]);
}

test('is installed from its tarball, typed, and asks a server', async () => {
  await compile(PROGRAM);
  const printed = await run(process.execPath, ['program.js', server.url]);
  expect(JSON.parse(printed)).toEqual(['u-1', 'none', 'NOT_FOUND']);
});

test('knows paths, bodies and answers by their types', async () => {
  const mistaken = PROGRAM.replace("'/v1/decisions'", "'/v1/decision'")
    .replace("id: 'x'", 'id: 1')
    .replace('decision.outcome', 'decision.result');
  const { stdout } = await compile(mistaken).then(
    () => ({ stdout: 'nothing' }),
    (error: unknown) => error as { stdout: string },
  );
  for (const mistake of ['/v1/decision', "'number' is not assignable to type 'string'", 'result'])
    expect(stdout).toContain(mistake);
});

test('is what the controllers say', async () => {
  await run(process.execPath, [join(PACKAGE_ROOT, 'scripts', 'client.mjs'), '--check']);
});

test('takes the dependency that Strata itself is tested with', () => {
  const read = (...path: readonly string[]) =>
    JSON.parse(readFileSync(join(PACKAGE_ROOT, ...path, 'package.json'), 'utf8')) as {
      readonly version: string;
      readonly dependencies: Readonly<Record<string, string>>;
    };
  const [client, strata] = [read('client'), read()];
  expect(strata.dependencies).toMatchObject(client.dependencies);
  expect(client.version).toBe(strata.version);
});
