import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** People by the beginning of their ids: in the order of code points, whatever the database's own order is. */
export class PeopleById1796860000100 implements MigrationInterface {
  name = 'PeopleById1796860000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index profiles_by_id on profiles (user_id collate "C")');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index profiles_by_id');
  }
}
