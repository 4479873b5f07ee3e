import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { listRelation } from '#strata/campaigns/booking';
import { type SelectionManifest } from '#strata/campaigns/selection';
import { compilePolicy } from '#strata/engine/plan';
import { ModelRegistry } from '#strata/models/registry';
import { PACKAGE_ROOT } from '#strata/platform';
import { openDatabase } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import { ProfileStore } from '#strata/profiles/people';
import { ReleaseStore } from '#strata/rulebook/releases';
import { type SparkManifest } from '#strata/spark';
import { openMemory } from '#strata/tables';
import { writeParquet } from '../../src/campaigns/selection/support/files.js';
import { documentsOf, makePeople, STRATEGY, trainModels } from '../../src/campaigns/selection/support/people.js';
import { freshConfig, type FreshConfig } from '../support/database.js';
import { BRIEF_JAVA, describeWithPython } from '../support/python.js';
import { strata } from '../support/strata.js';

const STRATA = join(PACKAGE_ROOT, 'bin', 'strata.js');
/** What one start of Spark may take on a busy machine. */
const PATIENCE_MS = 600_000;
const PEOPLE = 8_000;
const AUDIENCE = { id: 'user_id', facts: { city: 'town' }, consent: { marketing: 'agreed' } } as const;
const DOCUMENTS = {
  ...documentsOf(STRATEGY),
  strategies: [STRATEGY, { ...STRATEGY, id: 'other' }],
  contactPolicy: { caps: [{ contacts: 1, within: 'P7D' }], holdout: { seed: '2026', share: 0.2 } },
  campaigns: [
    {
      id: 'november',
      title: 'November',
      strategy: 'win-back',
      audience: { files: 'people-*.parquet', ...AUDIENCE },
      limits: { audience: 600, budget: 2_000, minimumRoi: 0.4 },
      quotas: [{ segment: 'members', maximum: 360 }],
    },
    ...[
      ['september', 'win-back'],
      ['october', 'other'],
    ].map(([id = '', strategy = '']) => ({
      ...{ id, title: id, strategy },
      audience: { files: `${id}.parquet`, ...AUDIENCE },
    })),
  ],
};

describeWithPython('pyspark', 'strata campaign run --engine spark', (python) => {
  const folder = mkdtempSync(join(tmpdir(), 'strata-on-spark-'));
  const list = join(folder, 'list');
  let config: FreshConfig;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    config = await freshConfig('pglite');
    env = {
      STRATA_HOME: config.home,
      DATABASE_URL: '',
      DATA_DIR: folder,
      PYSPARK_PYTHON: python,
      SPARK_CONF_DIR: folder,
      SPARK_LAUNCHER_OPTS: BRIEF_JAVA,
    };
    await writeFile(
      join(folder, 'spark-defaults.conf'),
      [
        'spark.ui.enabled false',
        'spark.executor.memory 512m',
        'spark.sql.files.maxPartitionBytes 200000',
        `spark.driver.extraJavaOptions ${BRIEF_JAVA}`,
        `spark.executor.extraJavaOptions ${BRIEF_JAVA}`,
        '',
      ].join('\n'),
    );
    // One partition has nearly everybody, and some have nobody. Blanks around an id are no part of it.
    const people = makePeople(PEOPLE, 3).map((person, place) =>
      place % 7 === 0 ? { ...person, user: ` ${person.user}` } : person,
    );
    await writeParquet(join(folder, 'people-1.parquet'), people.slice(0, 7_960), 2_700);
    await writeParquet(join(folder, 'people-2.parquet'), people.slice(7_960), 50);
    await writeParquet(join(folder, 'september.parquet'), people.slice(0, 200), 200);
    await writeParquet(join(folder, 'october.parquet'), people.slice(200, 400), 200);
    await publish(config);
    const database = await openDatabase(config);
    const profiles = new ProfileStore(database);
    for (const { user } of people.slice(400, 500)) {
      await profiles.suppress({ userId: user.trim(), suppressed: true, at: Date.now() });
    }
    for (const [place, { user }] of people.slice(500, 700).entries()) {
      const consent = [{ purpose: 'marketing', granted: place % 2 === 0, source: 'test' }];
      await profiles.identify({ id: user.trim(), consent, anonymousId: null, traits: {}, at: Date.now() });
    }
    await database.close();
  }, PATIENCE_MS);
  beforeEach(() => {
    rmSync(list, { recursive: true, force: true });
    vi.unstubAllEnvs();
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
    await config.dispose();
  });

  const onSpark = (master: string, child: string) => [
    ...['campaign', 'run', 'november', '--engine', 'spark', '--submit', join(dirname(python), 'spark-submit')],
    ...['--master', master, '--people', join(folder, 'people-*.parquet'), '--out', list, '--strata', child],
  ];

  it(
    'selects the audience of one machine and holds out the same people, with capped and suppressed ones, and where every task fails at first',
    async () => {
      // The strategy's own cap, and the contact policy's.
      for (const id of ['september', 'october']) {
        expect(await strata('campaign', 'run', id)).toMatchObject({ code: 0, err: '' });
      }
      const { id, manifest: own } = printed(await strata('campaign', 'run', 'november', '--dry-run', '--json')) as {
        id: string;
        manifest: SelectionManifest;
      };
      const flaky = await script(
        'flaky.sh',
        `case "$*" in *"--pass drive"*) ;; *) mkdir "${folder}/$(echo "$*" | grep -o 'pass [a-z]*' | tr ' ' -)" 2>/dev/null && { echo 'not yet' >&2; exit 7; } ;; esac\nexec "${process.execPath}" "${STRATA}" "$@"`,
      );
      const manifest = printed(await strata(...onSpark('local-cluster[2,1,1024]', flaky), '--json')) as SparkManifest;
      expect(manifest.audience).toEqual({ hash: own.audience.hash, people: PEOPLE });
      expect(manifest.stopped).toEqual(own.stopped.filter(({ people }) => people > 0));
      const codes = manifest.stopped.map(({ code }) => code);
      expect(codes).toEqual(expect.arrayContaining(['SUPPRESSED', 'NO_CONSENT', 'CAPPED']));
      expect(manifest.heldBy).toEqual(own.heldBy);
      expect(manifest.allocation).toEqual(own.allocation);
      expect(manifest.selected).toEqual(
        own.selected.map(({ offer, arm, outcome, people }) => ({ offer, arm, outcome, people })),
      );
      const listed = await peopleIn(join(list, '*.parquet'));
      expect(listed).toHaveLength(manifest.rows);
      expect(listed).toEqual(await peopleIn(join(config.home, 'campaigns', id, 'selection', own.list.file)));
      const holdout = compilePolicy(DOCUMENTS)!.holdout!;
      const ofAll = listed.filter(({ user }) => holdout.isHeldOut(user));
      expect(ofAll.length).toBeGreaterThan(20);
      expect(new Set(ofAll.map(({ outcome }) => outcome))).toEqual(new Set(['holdout']));
      // A list is never written over.
      const again = await strata(...onSpark('local[1]', STRATA));
      expect(again).toMatchObject({ code: 1, out: '' });
      expect(again.err).toContain(`Spark failed: ${list} is there already`);
    },
    PATIENCE_MS,
  );

  it(
    'says in one line why a task failed, and where the rest is',
    async () => {
      const broken = await script(
        'broken.sh',
        `case "$*" in *"--pass drive"*) exec "${process.execPath}" "${STRATA}" "$@" ;; esac\necho 'strata: The disk is full. [BAD_FILE]' >&2\nexit 1`,
      );
      const { code, err } = await strata(...onSpark('local[2]', broken));
      expect(code).toBe(1);
      const log = join(config.home, 'spark', 'november.log');
      expect(err.split('\n').slice(0, 2)).toEqual([
        'Spark failed: The disk is full. [BAD_FILE] [SPARK_FAILED]',
        `  ${log}`,
      ]);
      expect(await readFile(log, 'utf8')).toContain('SparkContext');
      await expect(stat(list)).rejects.toThrow('ENOENT');
    },
    PATIENCE_MS,
  );

  it('says that there is no Java', async () => {
    vi.stubEnv('JAVA_HOME', folder);
    const { code, err } = await strata(...onSpark('local[2]', STRATA));
    expect(code).toBe(1);
    expect(err).toContain('Spark failed: there is no Java that it runs on [SPARK_FAILED]');
    expect(err).toContain('expected: Java 17 or newer');
  });

  it(
    'ends everything on Ctrl-C',
    async () => {
      const started = join(folder, 'started');
      const stuck = await script('stuck.sh', `touch "${started}"\nexec -a "${folder}/child" cat > /dev/null`);
      const run = spawn(process.execPath, [STRATA, ...onSpark('local[2]', stuck)], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const said = wordsOf(run);
      await expect
        .poll(() => stat(started).then(() => 'started'), { timeout: PATIENCE_MS, interval: 200 })
        .toBe('started');
      run.kill('SIGINT');
      const [code] = (await once(run, 'close')) as [number];
      expect(code).toBe(1);
      expect(said()).toContain('The run on Spark was ended.');
      await expect.poll(() => execFileSync('ps', ['-eo', 'args']).includes(folder), { timeout: 30_000 }).toBe(false);
      await expect(stat(list)).rejects.toThrow('ENOENT');
    },
    PATIENCE_MS,
  );

  async function script(name: string, lines: string): Promise<string> {
    const file = join(folder, name);
    await mkdir(folder, { recursive: true });
    await writeFile(file, `#!/bin/bash\n${lines}\n`);
    await chmod(file, 0o755);
    return file;
  }
});

async function publish(config: FreshConfig): Promise<void> {
  const database = await openDatabase(config);
  const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  const registry = new ModelRegistry(database);
  await new ReleaseStore(database).push(DOCUMENTS, 'test');
  for (const [modelId, { bytes }] of await trainModels(host, 'neural-network')) {
    const told = { documentHash: 'sha256:d', dataHash: 'sha256:f', codeVersion: '0.1.0', seed: 1, metrics: {} };
    const { version } = await registry.save({ modelId, plugin: 'neural-network', task: 'binary', ...told, bytes });
    await registry.promote(modelId, version, { by: 'test', reason: 'test', override: 'test' });
  }
  await host.close();
  await database.close();
}

function printed({ code, out, err }: Awaited<ReturnType<typeof strata>>): unknown {
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

function wordsOf(child: ChildProcess): () => string {
  let words = '';
  child.stderr?.on('data', (bytes: Buffer) => (words += bytes.toString()));
  return () => words;
}

async function peopleIn(files: string): Promise<readonly { readonly user: string; readonly outcome: string }[]> {
  const { connection, close } = await openMemory();
  const read = await connection.runAndReadAll(
    `select "user"::varchar, outcome::varchar from ${listRelation(files)} order by 1, 2`,
  );
  close();
  return read.getRows().map(([user, outcome]) => ({ user: String(user), outcome: String(outcome) }));
}
