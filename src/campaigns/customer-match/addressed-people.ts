import { type Database } from '#strata/platform/database';
import { RELATIONS } from '#strata/profiles/store';

/** What is known of a person whom an ad platform is to find. */
export interface AddressedPerson {
  /** Somebody is stored under the id. */
  readonly known: boolean;
  readonly suppressed: boolean;
  /** The last word about the purpose; null where there is none. */
  readonly consent: boolean | null;
  /** Attributes as they are stored. */
  readonly email: string | null;
  readonly phone: string | null;
}

/** What is read of people. */
interface AddressQuestion {
  /** The purpose that they must have consented to. */
  readonly purpose: string;
  /** The attributes that hold the addresses. */
  readonly email: string;
  readonly phone: string;
}

/** People by their ids, in the order of these; whoever has several ids is one person. */
export async function addressedPeople(
  database: Database,
  ids: readonly string[],
  { purpose, email, phone }: AddressQuestion,
): Promise<readonly AddressedPerson[]> {
  return await database.run((manager) =>
    manager.query<AddressedPerson[]>(
      `select p.user_id is not null as known, s.user_id is not null as suppressed, c.granted as consent,
         p.attributes ->> $3::text as email, p.attributes ->> $4::text as phone
       from unnest($1::text[]) with ordinality as asked (id, place)
       left join ${RELATIONS.merged} m on m.id = asked.id
       left join ${RELATIONS.profiles} p on p.user_id = coalesce(m.person, asked.id)
       left join ${RELATIONS.suppressed} s on s.user_id = coalesce(m.person, asked.id)
       left join ${RELATIONS.consents} c on c.user_id = coalesce(m.person, asked.id) and c.purpose = $2
       order by asked.place`,
      [ids, purpose, email, phone],
    ),
  );
}
