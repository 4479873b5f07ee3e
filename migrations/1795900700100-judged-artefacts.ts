import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A version is fitted twice: first without its hold-out, which judges that fit, then on all rows. `artefact` is what
 * decides; the fit that was judged is kept beside it, so that later judgements on the same rows stay honest. Null where
 * a version was fitted once.
 */
export class JudgedArtefacts1795900700100 implements MigrationInterface {
  name = 'JudgedArtefacts1795900700100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table model_versions add column judged_artefact bytea, add column judged_checksum text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table model_versions drop column judged_artefact, drop column judged_checksum');
  }
}
