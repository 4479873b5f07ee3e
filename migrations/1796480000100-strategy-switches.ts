import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What was switched off of strategies, and by whom: a row a switch that was ever used. While `off`, the rest tells who switched
 * it off, why and when; after that, who switched it on again.
 */
export class StrategySwitches1796480000100 implements MigrationInterface {
  name = 'StrategySwitches1796480000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table strategy_switches (
        strategy text not null,
        switch text not null,
        off boolean not null,
        who text not null,
        reason text not null,
        since timestamptz not null,
        primary key (strategy, switch)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table strategy_switches');
  }
}
