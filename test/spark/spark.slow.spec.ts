import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { selectAudience, type SelectionManifest } from '#strata/campaigns/selection';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import { type SparkManifest, writeBundle } from '#strata/spark';
import { writeParquet } from '../../src/campaigns/selection/support/files.js';
import { documentsOf, makePeople, NOW, STRATEGY, trainModels } from '../../src/campaigns/selection/support/people.js';
import { describeWithPython } from '../support/python.js';

const [SCRIPT, STRATA] = ['../../spark/strata_spark.py', '../../bin/strata.js'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);
const PEOPLE = 20_000;
const people = makePeople(PEOPLE, 3);
const AUDIENCE = { id: 'user_id', facts: { city: 'town' }, consent: { marketing: 'agreed' } } as const;

describeWithPython('pyspark', 'a campaign on a Spark cluster of two workers', (python) => {
  let home: string;
  let own: SelectionManifest;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'spark-'));
    const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
    const models = await trainModels(host, 'neural-network');
    // One partition has nearly everybody, and some have nobody.
    await writeParquet(join(home, 'people-1.parquet'), people.slice(0, 19_900), 4_000);
    await writeParquet(join(home, 'people-2.parquet'), people.slice(19_900), 50);
    const release = { hash: 'sha256:1', documents: documentsOf(STRATEGY) };
    const chosen = {
      campaign: 'november',
      strategy: 'win-back',
      limits: { audience: 1_500, budget: 5_000, minimumRoi: 0.4 },
      quotas: [{ segment: 'members', maximum: 900 }],
    };
    await writeBundle(join(home, 'bundle'), { release, models, campaign: { ...chosen, audience: AUDIENCE } });
    const source = { kind: 'files', files: 'people-*.parquet', directory: home, ...AUDIENCE } as const;
    const plan = { ...chosen, release, now: NOW, source, models, plugins: host.known, format: 'parquet' } as const;
    own = (await selectAudience(plan, { folder: join(home, 'run') })).manifest;
    await host.close();
  });
  afterAll(() => rm(home, { recursive: true }));

  it('is the one of one machine, also where tasks fail and are tried again', async () => {
    // Every pass fails the first time that it is tried.
    const flaky = join(home, 'flaky.sh');
    await writeFile(
      flaky,
      `#!/bin/bash\ncase "$*" in *"--pass drive"*) ;; *) mkdir "${home}/$(echo "$*" | grep -o 'pass [a-z]*' | tr ' ' -)" 2>/dev/null && { echo 'not yet' >&2; exit 7; } ;; esac\nexec "${process.execPath}" "${STRATA!}" "$@"\n`,
    );
    await chmod(flaky, 0o755);
    const manifest = await submit(python, 'local-cluster[2,1,1024]', flaky);
    expect(manifest.audience).toEqual({ hash: own.audience.hash, people: PEOPLE });
    expect(manifest.rows).toBe(own.list.rows);
    expect(manifest.allocation).toEqual(own.allocation);
    expect(manifest.selected).toEqual(
      own.selected.map(({ offer, arm, outcome, people: count }) => ({ offer, arm, outcome, people: count })),
    );
  });

  async function submit(interpreter: string, master: string, strata: string): Promise<SparkManifest> {
    const out = join(home, 'manifest.json');
    const args = [
      '--bundle',
      join(home, 'bundle'),
      '--people',
      join(home, 'people-*.parquet'),
      '--out',
      join(home, 'list'),
    ];
    const child = spawn(
      interpreter,
      [SCRIPT!, ...args, '--now', new Date(NOW).toISOString(), '--strata', strata, '--manifest', out],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          ...process.env,
          PYSPARK_PYTHON: interpreter,
          PYSPARK_SUBMIT_ARGS: `--master ${master} --conf spark.ui.enabled=false --conf spark.log.level=ERROR --conf spark.ui.showConsoleProgress=false --conf spark.sql.files.maxPartitionBytes=500000 --conf spark.executor.memory=512m pyspark-shell`,
        },
      },
    );
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
    return JSON.parse(await readFile(out, 'utf8')) as SparkManifest;
  }
});
