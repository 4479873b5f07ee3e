/**
 * What is stored about people, for the from clauses of queries that other folders write. These columns stay; where they come
 * from is this folder's business.
 */
export const RELATIONS = {
  /** What persons did: `user_id` (the person), `message_id`, `name`, `at`, `properties` (jsonb), `written_in` (the transaction). */
  events: '(select user_id, message_id, name, at, properties, written_in from events)',
  /** The people who are known: `user_id`, `attributes` (jsonb). */
  profiles: '(select user_id, attributes from profiles)',
  /** What persons said last about each purpose: `user_id`, `purpose`, `granted`. */
  consents: '(select user_id, purpose, granted from consents)',
  /** When persons last said something about an attribute: `user_id`, `attribute`, `at` (milliseconds since 1970). */
  said: `(
    select coalesce(i.user_id, s.id) as user_id, a.attribute, max(w.key::bigint) as at
    from profile_sources s left join identities i on i.anonymous_id = s.id
    cross join lateral jsonb_each(s.traits::jsonb) w cross join lateral jsonb_object_keys(w.value) a (attribute)
    group by 1, 2)`,
  /** People who are not to be contacted: `user_id`. */
  suppressed: '(select user_id from profiles where suppressed)',
  /** What analyses published last about people: `user_id`, `analysis`, `at`, `outputs` (jsonb). */
  computed: '(select user_id, analysis, at, outputs from computed_facts)',
  /** Ids that belong to a person who has another one: `id`, `person`. */
  merged: '(select anonymous_id as id, user_id as person from identities)',
} as const;

/** The events as a journal: see `nextPiece` of the ledger. */
export const EVENT_JOURNAL = 'events';
