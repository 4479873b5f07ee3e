/**
 * A query of what decisions sent and held out, as campaign records of the history that models learn from (see
 * `StoredHistory.records` of the models): `campaign_sent` and `campaign_held_out` events of the strategy, to the persons whom
 * it picked among those who came.
 */
export const DECISION_RECORDS = `
  select coalesce(i.user_id, x.user_id) as user_id, case when offer is null then 'campaign_held_out' else 'campaign_sent' end as name, x.at,
    jsonb_build_object('campaign', strategy, 'offer', offer, 'audience', 'selected') as properties
  from exposures x left join identities i on i.anonymous_id = x.user_id`;
