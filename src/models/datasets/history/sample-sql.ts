import { type FactCatalogue } from '#strata/engine';
import { sqlText } from '#strata/kernel';
import { type FactDialect, factsSql } from '#strata/profiles/facts';
import { recordColumns, SENT } from './campaign-records.js';
import { type SamplePlan } from './sample-plan.js';

/** What facts are, and in which time zone. */
export interface FactLanguage {
  readonly catalogue: FactCatalogue;
  /** The shop's, in which a date without a time is a day. */
  readonly timeZone: string;
}

/** Where a query finds people; relations as `factsSql` takes them. */
export interface Relations extends FactLanguage {
  readonly dialect: FactDialect;
  readonly events: string;
  readonly profiles: string | null;
  /** As of `factsSql`. */
  readonly computed?: string | null;
}

/** A row of {@link samplesSql}: the tally, the same in every row, and an example; null where there is none. */
export interface SampleRow {
  readonly candidates: number;
  /** Not in the population at the moment. */
  readonly outside: number;
  /** In it, but contacted in the window. */
  readonly contacted: number;
  readonly user_id: string | null;
  /** Milliseconds since 1970. */
  readonly moment: number | null;
  readonly campaign: string | null;
  /** Null where nothing was sent. */
  readonly offer: string | null;
  /** What the label measures in the window; null without an outcome. */
  readonly label: number | null;
}

/**
 * A query that draws the examples of a plan. Facts of the population are those at the moment, the label is what is
 * measured `window` later of the events since the moment: both by the one definition of `factsSql`, so that nothing of
 * (moment, moment + window] is ever seen by a fact.
 */
export function samplesSql(plan: SamplePlan, relations: Relations): string {
  const { dialect } = relations;
  return `
    with candidates as materialized (
      select row_number() over () as n, c.user_id, c.now, c.campaign, c.offer from (${candidatesSql(plan, relations)}) c),
    belonging as materialized (${belongingSql(plan, relations)}),
    outcome as materialized (${outcomeSql(plan, relations)}),
    tally as (
      select count(*) as candidates, count(*) filter (where b.n is null) as outside,
        count(*) filter (where o.contacts > 0) as contacted
      from candidates c left join belonging b on b.n = c.n left join outcome o on o.n = c.n)
    select t.candidates, t.outside, t.contacted, k.user_id, k.moment, k.campaign, k.offer, k.label
    from tally t left join (
      select c.user_id, ${dialect.milliseconds('c.now')} as moment, c.campaign, c.offer, o.label
      from candidates c join outcome o on o.n = c.n where o.contacts = 0) k on true`;
}

function candidatesSql({ moments }: SamplePlan, { dialect, events }: Relations): string {
  if (moments.kind === 'regular') {
    const values = moments.at.map((moment) => `(${dialect.moment(moment)})`).join(', ');
    return `
      select p.user_id, m.now, cast(null as varchar) as campaign, cast(null as varchar) as offer
      from (select user_id, min(e.at) as first from ${events} e group by user_id) p
      join (values ${values}) m(now) on p.first <= m.now`;
  }
  if (moments.kind === 'events') {
    return `
      select e.user_id, ${dialect.justBefore('e.at')} as now, cast(null as varchar) as campaign, cast(null as varchar) as offer
      from ${events} e where e.name = ${sqlText(moments.event, dialect.name)} and e.at <= ${dialect.moment(moments.latest)}`;
  }
  const { campaign, audience, offer } = recordColumns(dialect);
  const audiences = moments.audiences.map((each) => `'${each}'`).join(', ');
  const names = moments.records.map((each) => `'${each}'`).join(', ');
  return `
    select r.user_id, ${dialect.justBefore('r.at')} as now, r.campaign, r.offer from (
      select e.user_id, e.at, ${campaign} as campaign, ${offer} as offer,
        row_number() over (partition by e.user_id, ${campaign} order by e.at, e.name, ${offer}) as place
      from ${events} e where e.name in (${names}) and ${audience} in (${audiences})) r
    where r.place = 1 and r.at <= ${dialect.moment(moments.latest)}`;
}

function belongingSql({ population }: SamplePlan, { dialect, ...relations }: Relations): string {
  if (population === null) return 'select n from candidates';
  const { facts } = population;
  const known = factsSql({ ...relations, dialect: dialect.name, facts, rows: 'candidates' });
  return `select _n as n from (${known}) known where ${population.toSql(dialect.name)}`;
}

/** Of everybody who belongs: what the label measures, and contacts where they count. */
function outcomeSql({ outcome }: SamplePlan, { dialect, events }: Relations): string {
  if (outcome === null) return 'select n, 0 as contacts, cast(null as double precision) as label from belonging';
  const { event, measure, property, within, untouched, window } = outcome;
  const measured = { name: event, measure, within, ...(property === undefined ? {} : { property }) };
  const rows = `(
    select c.n, c.user_id, ${dialect.after('c.now', window)} as now from candidates c join belonging b on b.n = c.n)`;
  const catalogue: FactCatalogue = {
    label: { type: 'number', words: 'label', from: { events: measured } },
    ...(untouched
      ? { contacts: { type: 'number', words: 'contacts', from: { events: { name: SENT, measure: 'count', within } } } }
      : {}),
  };
  const facts = Object.keys(catalogue);
  const sql = factsSql({ dialect: dialect.name, catalogue, facts, rows, events, profiles: null });
  return `select _n as n, label, ${untouched ? 'contacts' : '0 as contacts'} from (${sql}) measured`;
}
