import { type ExposedQuestion } from './exposed-question.js';

/** What people are told apart by. */
export type Apart = 'nothing' | 'bands' | 'fact';

/** The pieces of a statement that tells people apart. */
interface PartPieces {
  /** What is known at a row `x`, … */
  readonly mark: string;
  /** … and what else must be joined for that. */
  readonly join: string;
  /** What was known at the first row of a person. */
  readonly first: string;
  /** A relation of where bands begin and end. */
  readonly points: string;
  /** The part that a person belongs to, as text. */
  readonly part: string;
  readonly edges: string;
}

const NO_EDGES = 'null::float8[]';
const FIRST = '(array_agg(mark order by at, id))[1]';

/** @param parameters of the statement; those of the pieces are added */
export function partPieces({ bands, fact }: ExposedQuestion, apart: Apart, parameters: unknown[]): PartPieces {
  if (apart === 'bands' && bands !== undefined) return bandPieces(bands, parameters);
  if (apart === 'fact' && fact !== undefined) return factPieces(fact, parameters);
  return { mark: 'null::text', join: '', first: 'null::text', points: '', part: 'null::text', edges: NO_EDGES };
}

/** Ties at an edge fall into the lower band. */
function bandPieces({ model, count }: NonNullable<ExposedQuestion['bands']>, parameters: unknown[]): PartPieces {
  const next = parameters.length + 1;
  const inner = Array.from({ length: count - 1 }, (_, index) => (index + 1) / count);
  parameters.push(model, inner);
  const above = inner.map((_, index) => `(mark > (select edges[${index + 2}] from points))::integer`);
  return {
    mark: `case when x.role <> 'drawn' and x.score_model = $${next} then x.score end`,
    join: '',
    first: FIRST,
    points: `,
     points as materialized (
       select min(mark) || percentile_cont($${next + 1}::float8[]) within group (order by mark) || max(mark) as edges
       from known where mark is not null and not several)`,
    part: `case when mark is not null then (${above.join(' + ')})::text end`,
    edges: '(select edges from points)',
  };
}

/** Who was decided about at the moment of a row had these facts. */
function factPieces({ name, decided }: NonNullable<ExposedQuestion['fact']>, parameters: unknown[]): PartPieces {
  parameters.push(name);
  const value = `d.facts ->> $${parameters.length}`;
  return {
    mark: 'decided.value',
    join: `
       left join lateral (
         select ${value} as value from ${decided} d
         where d.user_id = x.user_id and d.at = x.at and ${value} is not null order by d.id limit 1) decided on true`,
    first: FIRST,
    points: '',
    part: 'mark',
    edges: NO_EDGES,
  };
}
