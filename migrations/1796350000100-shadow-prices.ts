import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What a strategy's limits would bring elsewhere, as its latest campaign run found: a row a strategy. `budget` is the worth of
 * one more of the budget, `offers` (JSON) by offer that of all that it takes; money.
 */
export class ShadowPrices1796350000100 implements MigrationInterface {
  name = 'ShadowPrices1796350000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table shadow_prices (
        strategy text primary key,
        run text not null,
        at timestamptz not null,
        budget double precision not null,
        offers text not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table shadow_prices');
  }
}
