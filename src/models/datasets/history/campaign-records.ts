import { type CampaignAudience } from '../examples/sampling.js';
import { type FactDialect } from '#strata/profiles/facts';

/**
 * How history records campaigns, as events. `campaign_sent` when a person was contacted, with the properties `campaign`
 * (its name), `offer` (what was offered, if anything) and `audience`: `all` where it went to everybody of the stage,
 * `random` where a random part of them was left out, `selected` where somebody, or some model, picked. `campaign_held_out`,
 * with `campaign`, when a person of the random part that was left out would have been contacted; with the audience
 * `selected` where the part was drawn among people whom somebody had picked.
 */
export const SENT = 'campaign_sent';
export const HELD_OUT = 'campaign_held_out';

/** The records of one campaign and audience. */
export interface CampaignTally {
  readonly campaign: string;
  readonly audience: CampaignAudience;
  /** Milliseconds since 1970: the first record. */
  readonly from: number;
  readonly sent: number;
  readonly heldOut: number;
  /** Of both, those whose window has not passed yet. */
  readonly unfinished: { readonly sent: number; readonly heldOut: number };
}

/** A campaign record as SQL reads it from an event `e`. */
export function recordColumns({ property }: FactDialect): {
  readonly campaign: string;
  readonly audience: string;
  readonly offer: string;
} {
  const text = (name: string): string => property(name, 'e').text;
  const heldOut = `case when ${text('audience')} = 'selected' then 'selected' else 'random' end`;
  const said = `case when ${text('audience')} in ('all', 'random', 'selected') then ${text('audience')} else 'unknown' end`;
  return {
    campaign: `coalesce(${text('campaign')}, '')`,
    audience: `case when e.name = '${HELD_OUT}' then ${heldOut} else ${said} end`,
    offer: `case when e.name = '${SENT}' then coalesce(${text('offer')}, 'contact') end`,
  };
}

/** A query of the records of all campaigns, a row for each campaign, audience and name of event. */
export function tallySql(
  dialect: FactDialect,
  { events, until, window }: { readonly events: string; readonly until: number; readonly window: number },
): string {
  const { campaign, audience } = recordColumns(dialect);
  const finished = dialect.moment(until - window + 1);
  return `
    select ${campaign} as campaign, ${audience} as audience, e.name, count(*) as records,
      ${dialect.milliseconds('min(e.at)')} as first, count(*) filter (where e.at > ${finished}) as unfinished
    from ${events} e
    where e.name in ('${SENT}', '${HELD_OUT}') and e.at <= ${dialect.moment(until)}
    group by 1, 2, 3`;
}

/** A row of {@link tallySql}. */
export interface TallyRow {
  readonly campaign: string;
  readonly audience: CampaignAudience;
  readonly name: string;
  readonly records: number;
  readonly first: number;
  readonly unfinished: number;
}

/** The rows put together by campaign and audience, the earliest first. */
export function talliesOf(rows: readonly TallyRow[]): readonly CampaignTally[] {
  const isFirst = (row: TallyRow, index: number) => rows.findIndex((other) => isSame(row, other)) === index;
  return rows
    .filter(isFirst)
    .map((row) => {
      const { campaign, audience } = row;
      const group = rows.filter((other) => isSame(row, other));
      const of = (name: string) => group.find((record) => record.name === name);
      const count = (name: string) => of(name)?.records ?? 0;
      const unfinished = (name: string) => of(name)?.unfinished ?? 0;
      return {
        campaign,
        audience,
        from: Math.min(...group.map(({ first }) => first)),
        sent: count(SENT),
        heldOut: count(HELD_OUT),
        unfinished: { sent: unfinished(SENT), heldOut: unfinished(HELD_OUT) },
      };
    })
    .toSorted((a, b) => a.from - b.from || (a.campaign < b.campaign ? -1 : 1));
}

function isSame(a: TallyRow, b: TallyRow): boolean {
  return a.campaign === b.campaign && a.audience === b.audience;
}
