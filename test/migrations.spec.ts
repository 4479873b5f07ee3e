import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type EntityManager, type MigrationInterface } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database } from '#strata/platform/database';
import { PACKAGE_ROOT } from '#strata/platform';
import { describeOnBothHomes, freshDatabase } from './support/database.js';

describeOnBothHomes('all migrations', (home) => {
  let database: Database;
  let migrations: readonly MigrationInterface[];
  beforeAll(async () => {
    database = await freshDatabase(home);
    migrations = await builtMigrations();
  });
  afterAll(() => database.close());

  it('go down to nothing and up again to the same schema', async () => {
    const first = await database.run(schemaOf);
    expect(first.length).toBeGreaterThan(10);

    await database.transaction(async ({ queryRunner }) => {
      for (const migration of [...migrations].reverse()) await migration.down(queryRunner!);
    });
    expect(await database.run(schemaOf)).toEqual([]);

    await database.transaction(async ({ queryRunner }) => {
      for (const migration of migrations) await migration.up(queryRunner!);
    });
    expect(await database.run(schemaOf)).toEqual(first);
  });

  it('keep the stage that a version had before there was a ladder', async () => {
    const later = migrations.filter(({ name = '' }) => Number(/\d+$/.exec(name)?.[0]) >= 1_795_305_600_310);
    await database.transaction(async ({ queryRunner }) => {
      for (const migration of [...later].reverse()) await migration.down(queryRunner!);
      await queryRunner!.query(BEFORE_STAGES);
      await queryRunner!.query(BEFORE_PROMOTIONS);
      for (const migration of later) await migration.up(queryRunner!);
    });
    const stored = await database.run(async (manager) => ({
      stages: await manager.query<object[]>('select version, stage from model_versions order by version'),
      log: await manager.query<object[]>('select action, version, replaced from model_promotions order by id'),
    }));
    expect(stored).toEqual({
      stages: [
        { version: 1, stage: 'retired' },
        { version: 2, stage: 'champion' },
        { version: 3, stage: 'trained' },
      ],
      log: [
        { action: 'promoted', version: 1, replaced: null },
        { action: 'promoted', version: 2, replaced: 1 },
      ],
    });
  });
});

/** What `CreateModelVersions` alone knew. */
const BEFORE_STAGES = `
  insert into model_versions
    (model_id, version, stage, plugin, task, document_hash, data_hash, code_version, seed, metrics, artefact, checksum)
  select 'old', version, stage, 'constant', 'binary', '', '', '', 1, '{}', '', ''
    from (values (1, 'retired'), (2, 'champion'), (3, 'trained')) as known (version, stage)`;
const BEFORE_PROMOTIONS = `
  insert into model_promotions (model_id, version, promoted_by, reason)
  values ('old', 1, 'ann', 'first'), ('old', 2, 'bob', 'better')`;

async function builtMigrations(): Promise<readonly MigrationInterface[]> {
  const folder = join(PACKAGE_ROOT, 'dist', 'migrations');
  const files = readdirSync(folder).filter((name) => /^\d+-.*\.js$/.test(name));
  const modules = await Promise.all(
    files
      .sort()
      .map(
        async (name): Promise<Record<string, new () => MigrationInterface>> =>
          (await import(pathToFileURL(join(folder, name)).href)) as Record<string, new () => MigrationInterface>,
      ),
  );
  return modules.flatMap((module) => Object.values(module).map((Migration) => new Migration()));
}

/** Every column, constraint and index of our own tables, one line each, in order. TypeORM's own table stays. */
async function schemaOf(manager: EntityManager): Promise<readonly string[]> {
  const rows = await manager.query<{ line: string }[]>(`
    select line from (
      select format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) as line, table_name
        from information_schema.columns where table_schema = current_schema()
      union all
      select format('%s: %s', conrelid::regclass, pg_get_constraintdef(oid)), conrelid::regclass::text
        from pg_constraint where connamespace = current_schema()::regnamespace and conrelid <> 0
      union all
      select indexdef, tablename from pg_indexes where schemaname = current_schema()
      union all
      select format('sequence %s', sequencename), sequencename::text from pg_sequences where schemaname = current_schema()
    ) lines where table_name not like 'migrations%' order by line`);
  return rows.map(({ line }) => line);
}
