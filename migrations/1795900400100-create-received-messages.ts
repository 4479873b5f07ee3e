import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Messages that came with an id and are no events (those have their id in their key), so that each counts once.
 * `user_id` is the id that the message was sent under, whoever it belongs to later.
 */
export class CreateReceivedMessages1795900400100 implements MigrationInterface {
  name = 'CreateReceivedMessages1795900400100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table received_messages (
        user_id text not null,
        kind text not null,
        message_id text not null,
        primary key (user_id, kind, message_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table received_messages');
  }
}
