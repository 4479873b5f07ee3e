import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The batches of lists that are pushed: how often each was tried, and when it was taken. */
export class DeliveryBatches1796270000200 implements MigrationInterface {
  name = 'DeliveryBatches1796270000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table delivery_batches (
        delivery text not null,
        number integer not null,
        attempts integer not null,
        answer text not null,
        tried_at timestamptz not null,
        taken_at timestamptz,
        primary key (delivery, number)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table delivery_batches');
  }
}
