import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The items that the shop sells. Every change of the catalogue has a version of its own, whose row is locked until it is
 * committed, so that who reads what changed since a version misses nothing; an item that is gone stays as a row without facts.
 */
export class Items1796760000100 implements MigrationInterface {
  name = 'Items1796760000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table catalogue_items (
        id text collate "C" primary key,
        facts jsonb,
        version bigint not null,
        updated_at timestamptz not null
      )`);
    await runner.query('create index catalogue_items_version on catalogue_items (version)');
    await runner.query(`
      create table catalogue_version (
        one boolean primary key default true check (one),
        version bigint not null
      )`);
    await runner.query('insert into catalogue_version (version) values (0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table catalogue_version');
    await runner.query('drop table catalogue_items');
  }
}
