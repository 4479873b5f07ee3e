import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '#strata/platform';
import { startTestServer, type TestServer } from '../e2e/server.js';

const tsc = join(PACKAGE_ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

let home: string;
let server: TestServer;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'strata-client-'));
  run('npm', ['pack', join(PACKAGE_ROOT, 'client'), '--pack-destination', home]);
  install('@strata/client', readdirSync(home).find((file) => file.endsWith('.tgz')) ?? '');
  writeFileSync(join(home, 'package.json'), '{"type":"module"}');
  server = await startTestServer('pglite');
});
afterAll(async () => {
  await server.dispose();
  rmSync(home, { recursive: true });
});

/** As `npm install` of the tarball does, without a registry. */
function install(name: string, tarball: string): void {
  const modules = join(home, 'node_modules');
  mkdirSync(join(modules, name), { recursive: true });
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, name)]);
  const { dependencies } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const dependency of [...Object.keys(dependencies), 'openapi-typescript-helpers'])
    symlinkSync(join(PACKAGE_ROOT, 'node_modules', dependency), join(modules, dependency));
}

function run(command: string, argv: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, argv, { cwd: home, encoding: 'utf8' });
  expect(status, `${command} ${argv.join(' ')}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

const PROGRAM = `
import { answerOf, createClient, Refusal } from '@strata/client';

const strata = createClient({ url: process.argv[2] ?? '' });
const decision = await answerOf(strata.POST('/v1/decisions', { body: { userId: 'u-1', consent: ['marketing'] } }));
const outcome: 'offer' | 'none' | 'holdout' = decision.outcome;
const refusal = await answerOf(strata.GET('/v1/decisions/{id}', { params: { path: { id: 'x' } } })).catch(
  (error: unknown) => (error instanceof Refusal ? error.problem.code : error),
);
console.log(JSON.stringify([decision.userId, outcome, refusal]));
`;

function compile(program: string): void {
  writeFileSync(join(home, 'program.ts'), program);
  writeFileSync(join(home, 'globals.d.ts'), 'declare const process: { readonly argv: readonly string[] };');
  const options = ['--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom', '--strict'];
  run(process.execPath, [tsc, 'program.ts', 'globals.d.ts', ...options]);
}

test('is installed from its tarball, typed, and asks a server', () => {
  compile(PROGRAM);
  expect(JSON.parse(run(process.execPath, ['program.js', server.url]))).toEqual(['u-1', 'none', 'NOT_FOUND']);
});

test('knows paths, bodies and answers by their types', () => {
  const wrong = [
    ["'/v1/decisions'", "'/v1/decision'"],
    ["userId: 'u-1'", 'userId: 1'],
    ['decision.outcome', 'decision.result'],
  ] as const;
  for (const [right, mistaken] of wrong)
    expect(() => {
      compile(PROGRAM.replace(right, mistaken));
    }, mistaken).toThrow(/error TS/);
});

test('is what the controllers say', () => {
  run(process.execPath, [join(PACKAGE_ROOT, 'scripts', 'client.mjs'), '--check']);
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
