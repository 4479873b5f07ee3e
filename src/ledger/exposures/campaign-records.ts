import { RELATIONS } from '#strata/profiles/store';

/**
 * A query of whom strategies sent something and held out, as records of campaigns for the history that models learn from:
 * `campaign_sent` and `campaign_held_out` events of the strategy (`user_id`, `name`, `at`, `properties`), to the persons whom
 * it picked among those who came.
 */
export const CAMPAIGN_RECORDS = `
  select coalesce(i.person, x.user_id) as user_id,
    case when role = 'treated' then 'campaign_sent' else 'campaign_held_out' end as name, x.at,
    jsonb_build_object('campaign', strategy, 'offer', offer, 'audience', 'selected') as properties
  from exposures x left join ${RELATIONS.merged} i on i.id = x.user_id
  where x.role <> 'drawn'`;
