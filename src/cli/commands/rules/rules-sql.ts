import { type Command, Option } from 'commander';
import { type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { type SqlDialect } from '#strata/kernel';
import { nearestName, StrataError } from '#sdk';
import { printJson, printLine } from '../../output/output.js';
import { withWorkspace } from '../../workspace/workspace.js';

interface Options {
  readonly dialect: SqlDialect;
  readonly json?: true;
}

/** `strata rules sql`: a segment as the query of its members. */
export function registerRulesSql(rules: Command): void {
  rules
    .command('sql')
    .description('write a segment of the current release as SQL: the ids of its members now')
    .argument('<segment>', "the segment's id")
    .addOption(new Option('--dialect <name>', 'whose SQL').choices(['postgres', 'duckdb']).default('postgres'))
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata rules sql dormant-customers | psql "$DATABASE_URL"')
    .action(async (segment: string, { dialect, json }: Options) => {
      const current = await withWorkspace(async (workspace) => (await workspace.publishedReleases()).current());
      if (current === null) throw new StrataError('NOT_FOUND', 'Nothing was published yet.');
      const sql = await segmentSql(segment, current.documents, dialect);
      if (json) printJson({ segment, dialect, sql });
      else printLine(`${sql};`);
    });
}

/** Whoever runs the SQL asks by the clock of the database that it runs on. */
// eslint-disable-next-line no-restricted-syntax -- no process passes a moment into what is printed
const NOW: Readonly<Record<SqlDialect, string>> = { postgres: 'now()', duckdb: 'epoch_ms(now())' };

async function segmentSql(id: string, documents: ReleaseDocuments, dialect: SqlDialect): Promise<string> {
  const { facts, segments } = documents;
  const known = segments.map((segment) => segment.id);
  if (!known.includes(id)) {
    const nearest = nearestName(id, known);
    const problem = { message: `there is no segment "${id}"`, ...(nearest === undefined ? {} : { nearest }) };
    throw new StrataError('NOT_FOUND', `There is no segment "${id}".`, { problems: [problem] });
  }
  const [{ compileCondition }, { everybodyAt, factsSql }] = await Promise.all([
    import('#strata/engine/conditions'),
    import('#strata/profiles/facts'),
  ]);
  const timeZone = timeZoneOf(documents);
  const condition = compileCondition(id, { facts, segments, timeZone, isPublished: true });
  const read = condition.facts.map(({ fact }) => fact);
  const people = factsSql({ dialect, catalogue: facts, timeZone, facts: read, rows: everybodyAt(NOW[dialect]) });
  return `select user_id from (\n${people}\n) people\nwhere ${condition.toSql(dialect)}`;
}
