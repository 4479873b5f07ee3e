import { type EventHome, type WantedEvents } from '../sources/index.js';

/** What of people's events makes a journey. */
export interface JourneyQuestion {
  /** The event that ends it: a conversion. */
  readonly goal: string;
  /** The property of other events that names the channel; events without it are no touches. */
  readonly channel: string;
  /** Only these events are touches; absent: every event that has the property. */
  readonly events?: readonly string[];
  /** The property of the goal that says what it is worth. */
  readonly value?: string;
  /** Milliseconds before a conversion within which a touch counts; absent: for ever. */
  readonly within?: number;
  /** Only events at most this old, in milliseconds. */
  readonly period?: number;
}

/** Between channels in SQL: no text of a property that anybody typed holds it. */
export const BETWEEN = '\u001f';

/** Equal journeys of people together. Numbers are whole. */
export interface PathRow {
  /** Channels, first touch first; null for conversions that no touch came before. */
  readonly path: string | null;
  /** Whether they ended after the middle. */
  readonly is_later: boolean;
  readonly conversions: number;
  /** In ten thousandths of money. */
  readonly value: number;
  readonly nulls: number;
  /** From first touch to conversion, of all converted ones together. */
  readonly milliseconds: number;
}

interface Asked {
  readonly question: JourneyQuestion;
  readonly wanted: WantedEvents;
}

/** What there is to make journeys of. */
export interface Span {
  /** When somebody was touched first, and the last event of journeys was, in milliseconds since 1970; null where nobody was. */
  readonly first: number | null;
  readonly last: number | null;
  readonly touches: number;
  readonly conversions: number;
  /** Conversions that say what they are worth. */
  readonly valued: number;
}

/** A query of one {@link Span}. */
export function spanSql(home: EventHome, asked: Asked): string {
  return `
    select ${double('min("at") filter (where not converts)')} as first, ${double('max("at")')} as last,
      ${double('count(*) filter (where not converts)')} as touches, ${double('count(*) filter (where converts)')} as conversions,
      ${double('count(value)')} as valued
    from ${markedSql(home, asked, 'true')} marked`;
}

/** Of whom, and when; moments in milliseconds since 1970. */
interface Part {
  /** A condition over `user_id`. */
  readonly people: string;
  /** When the first touch of all was: nobody recorded touches before conversions that are older. */
  readonly first: number;
  readonly middle: number;
}

/** A query of {@link PathRow}s of some people. */
export function journeysSql(home: EventHome, { question, wanted, first, middle, people }: Asked & Part): string {
  const { within } = question;
  const counts =
    within === undefined ? '' : ` where converts or ended_at is null or "at" > ended_at - ${String(within)}`;
  return `
    with marked as ${markedSql(home, { question, wanted }, people)},
    numbered as (
      select *, count(*) filter (where converts)
        over (partition by user_id order by "at", converts, value rows between unbounded preceding and 1 preceding) as journey
      from marked),
    ended as (
      select *, max("at") filter (where converts) over (partition by user_id, journey) as ended_at from numbered),
    journeys as (
      select string_agg(channel, ${home.dialect.text(BETWEEN)} order by "at", channel collate "C") as path,
        bool_or(converts) as converted, coalesce(max(ended_at), max("at")) > ${String(middle)} as is_later,
        coalesce(sum(value), 0) * 10000 as value, max(ended_at) - min("at") filter (where not converts) as milliseconds,
        max(ended_at) >= ${String(first)} as is_recorded
      from ended${counts} group by user_id, journey)
    select path, is_later, ${double('count(*) filter (where converted)')} as conversions, ${double('sum(value)')} as value,
      ${double('count(*) filter (where not converted)')} as nulls, ${double('coalesce(sum(milliseconds), 0)')} as milliseconds
    from journeys where path is not null or is_recorded group by path, is_later`;
}

/** The events that journeys are made of: `user_id`, `at`, `converts`, `channel` (of touches) and `value` (of conversions, exact). */
function markedSql(home: EventHome, { question: { goal, value }, wanted }: Asked, people: string): string {
  const isGoal = `name = ${home.dialect.text(goal)}`;
  const worth = value === undefined ? 'cast(null as decimal(18, 4))' : `case when ${isGoal} then value end`;
  return `(
      select user_id, "at", ${isGoal} as converts, case when not ${isGoal} then channel end as channel,
        ${worth} as value
      from ${home.rows(wanted, people)} r where ${isGoal} or channel <> '')`;
}

function double(sql: string): string {
  return `cast(${sql} as double precision)`;
}
