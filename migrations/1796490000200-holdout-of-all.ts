import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** `exposures.role` may be `held-out-of-all`: held out of all strategies and campaigns together. */
export class HoldoutOfAll1796490000200 implements MigrationInterface {
  name = 'HoldoutOfAll1796490000200';

  async up(runner: QueryRunner): Promise<void> {
    await allow(runner, ['treated', 'held-out', 'drawn', 'held-out-of-all']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from exposures where role = 'held-out-of-all'`);
    await allow(runner, ['treated', 'held-out', 'drawn']);
  }
}

async function allow(runner: QueryRunner, roles: readonly string[]): Promise<void> {
  const listed = roles.map((role) => `'${role}'`).join(', ');
  await runner.query(`
    alter table exposures drop constraint exposures_role_check,
      add constraint exposures_role_check check (role in (${listed}))`);
}
