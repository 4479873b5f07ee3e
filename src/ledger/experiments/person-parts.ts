import { basisOf, withParts } from '#strata/engine/facts';
import { type FactType } from '#strata/engine';
import { sqlName, sqlText } from '#strata/kernel';
import { attributePath, factsSql } from '#strata/profiles/facts';
import { RELATIONS } from '#strata/profiles/store';
import { type AskedParts, type ExposedQuestion } from './exposed-question.js';

/** What people are told apart by. */
export type Apart = 'nothing' | 'bands' | 'parts' | 'moments';

/** The pieces of a statement that tells people apart. */
interface PartPieces {
  /** A figure of a row `x`. */
  readonly mark: string;
  /** That of a person, of its rows that are no draws. */
  readonly first: string;
  /** More relations, after `people` and before the sums. */
  readonly known: string;
  /** What is joined to the people `c` who are summed up. */
  readonly join: string;
  /** The part that a person belongs to, as text, and the place of what was asked. */
  readonly part: string;
  readonly which: string;
  readonly edges: string;
}

const NOTHING: PartPieces = {
  mark: 'null::float8',
  first: 'null::float8',
  known: '',
  join: '',
  part: 'null::text',
  which: 'null::integer',
  edges: 'null::float8[]',
};

/** @param parameters of the statement; those of the pieces are added */
export function partPieces(
  { bands, parts }: ExposedQuestion,
  { apart, moments }: { readonly apart: Apart; readonly moments: readonly number[] },
  parameters: unknown[],
): PartPieces {
  if (apart === 'moments') return momentPieces(moments, parameters);
  if (apart === 'bands' && bands !== undefined) return bandPieces(bands, parameters);
  return apart === 'parts' && parts !== undefined ? knownPieces(parts) : NOTHING;
}

/** By which of the moments people had come; whoever came at one belongs to it. */
function momentPieces(moments: readonly number[], parameters: unknown[]): PartPieces {
  parameters.push(moments.slice(0, -1).map((at) => new Date(at).toISOString()));
  const inner = `$${parameters.length}::timestamptz[]`;
  return { ...NOTHING, part: `(select count(*) from unnest(${inner}) m where c.at > m)::text` };
}

/** The score of a person's first row; of two at one moment the lower one. Ties at an edge fall into the lower band. */
function bandPieces({ model, count }: NonNullable<ExposedQuestion['bands']>, parameters: unknown[]): PartPieces {
  const next = parameters.length + 1;
  const inner = Array.from({ length: count - 1 }, (_, index) => (index + 1) / count);
  parameters.push(model, inner);
  const above = inner.map((_, index) => `(c.mark > (select edges[${index + 2}] from points))::integer`);
  return {
    ...NOTHING,
    mark: `case when x.score_model = $${next} then x.score end`,
    first: `nullif((min(array[extract(epoch from at)::float8, coalesce(mark, 'NaN')]) filter (where role <> 'drawn'))[2], 'NaN')`,
    known: `,
     points as materialized (
       select min(mark) || percentile_cont($${next + 1}::float8[]) within group (order by mark) || max(mark) as edges
       from people where by = 'role' and mark is not null and not several)`,
    part: `case when c.by = 'role' and c.mark is not null then (${above.join(' + ')})::text end`,
    edges: '(select edges from points)',
  };
}

/**
 * What people were when they were first seen: as their decision wrote it down; else, of who is stored, as it follows from what
 * was stored until then. Attributes are kept as they are today, so one that was said again since is not known.
 */
function knownPieces({ catalogue, timeZone, decided, of }: AskedParts): PartPieces {
  const asked = new Set(of.flatMap((one) => one.facts));
  // In the order of the columns of `factsSql`; names of facts may be those of columns here, and hold no blanks.
  const facts = withParts(asked, catalogue).filter((name) => asked.has(name));
  const columns = facts.map((fact, place) => {
    const attributes = attributesOf(fact, catalogue);
    const stored = [
      'p.user_id is not null',
      ...(attributes.length === 0 ? [] : [`coalesce(a.a${place} <= extract(epoch from n.seen_at) * 1000, true)`]),
      ...(isComputed(fact, catalogue) ? [`s.f${place} is not null`] : []),
    ].join(' and ');
    const wrote = `coalesce(d.facts ? ${sqlText(fact, 'postgres')}, false)`;
    const value = decidedValue(fact, catalogue[fact]?.type ?? 'string');
    return {
      last: attributes.length === 0 ? [] : [lastSaid(attributes, place)],
      value: `case when ${wrote} then ${value} when ${stored} then s.f${place} end as ${sqlName(fact)}`,
      isKnown: `${wrote} or ${stored} as "known ${place}"`,
    };
  });
  const values = of.map(({ sql, facts: needed }, place) => {
    const known = needed.map((fact) => `"known ${facts.indexOf(fact)}"`).join(' and ');
    return `(${place}, case when ${known === '' ? 'true' : known} then ${sql} end)`;
  });
  const last = columns.flatMap((column) => column.last);
  const rows = '(select n, person as user_id, seen_at as now from numbered)';
  return {
    ...NOTHING,
    known: `,
     numbered as materialized (select row_number() over () as n, by, person, seen_at from people where not several),
     decided as (
       select n.n, (array_agg(d.facts::jsonb order by d.id))[1] as facts
       from numbered n join rows r on r.person = n.person and r.at = n.seen_at
         join ${decided} d on d.user_id = r.user_id and d.at = r.at
       group by n.n),
     stored (${['n', 'user_id', 'now', ...facts.map((_, place) => `f${place}`)].join(', ')}) as (${factsSql({ dialect: 'postgres', catalogue, timeZone, facts, rows, events: RELATIONS.events, profiles: RELATIONS.profiles, computed: RELATIONS.computed })}),
     told as (
       select ${['n.by as "its by"', 'n.person as "its person"', ...columns.flatMap(({ value, isKnown }) => [value, isKnown])].join(', ')}
       from numbered n left join decided d on d.n = n.n left join stored s on s.n = n.n
         left join ${RELATIONS.profiles} p on p.user_id = n.person${
           last.length === 0
             ? ''
             : `
         left join (select user_id, ${last.join(', ')} from ${RELATIONS.said} said group by user_id) a on a.user_id = n.person`
         }),
     parts as materialized (select "its by" as by, "its person" as person, v.which, v.part from told cross join lateral (values ${values.join(', ')}) v (which, part))`,
    join: 'join parts v on v.by = c.by and v.person = c.person',
    part: 'v.part',
    which: 'v.which',
  };
}

function basesOf(fact: string, catalogue: AskedParts['catalogue']) {
  return withParts([fact], catalogue).flatMap((name) => {
    const definition = catalogue[name];
    return definition === undefined ? [] : [basisOf(definition)];
  });
}

/** The attributes that a fact may be read from, by their names or the beginnings of their paths. */
function attributesOf(fact: string, catalogue: AskedParts['catalogue']): readonly string[] {
  return basesOf(fact, catalogue).flatMap((basis) => {
    if (basis.of !== 'attribute') return [];
    const { profile } = basis.source;
    return [profile, ...attributePath(profile).slice(0, 1)];
  });
}

function isComputed(fact: string, catalogue: AskedParts['catalogue']): boolean {
  return basesOf(fact, catalogue).some(({ of }) => of === 'computed');
}

function lastSaid(attributes: readonly string[], place: number): string {
  const names = attributes.map((name) => sqlText(name, 'postgres')).join(', ');
  return `max(at) filter (where attribute in (${names})) as a${place}`;
}

/** A fact that a decision wrote down, as the column that conditions take; null where it is of another type. */
function decidedValue(fact: string, type: FactType): string {
  const name = sqlText(fact, 'postgres');
  const read: Readonly<Record<FactType, readonly [json: string, value: string]>> = {
    number: ['number', `(d.facts ->> ${name})::float8`],
    boolean: ['boolean', `(d.facts ->> ${name})::boolean`],
    string: ['string', `d.facts ->> ${name}`],
    date: ['string', `d.facts ->> ${name}`],
    list: ['array', `d.facts -> ${name}`],
  };
  const [json, value] = read[type];
  return `case when jsonb_typeof(d.facts -> ${name}) = '${json}' then ${value} end`;
}
