import { columnFromArray, tableFromColumns, tableToIPC, bool, float64, utf8 } from '@uwdata/flechette';
import { type PersonState } from '#strata/campaigns/audience';
import { type Person } from '../../src/campaigns/selection/support/people.js';

/** People as an Arrow stream, some rows a batch. */
export function arrowOf(
  people: readonly Person[],
  rowsABatch: number,
  states?: ReadonlyMap<string, PersonState>,
): Uint8Array {
  const options = { maxBatchRows: rowsABatch };
  const column = (cells: readonly unknown[], type: Parameters<typeof columnFromArray>[1]) =>
    columnFromArray([...cells], type, options);
  const stateColumns = (known: readonly (PersonState | undefined)[]): [string, ReturnType<typeof column>][] => {
    const json = (cells: readonly unknown[] | undefined) => (cells === undefined ? null : JSON.stringify(cells));
    const contacts = known.map((one) =>
      json(one?.contacts.map(({ at, decided, goalReached }) => [at, Number(decided), Number(goalReached)])),
    );
    const counted = known.map((one) =>
      json(one?.policyContacts.map(({ at, channel }) => (channel === undefined ? [at] : [at, channel]))),
    );
    return [
      [
        'strata_suppressed',
        column(
          known.map((one) => one?.suppressed ?? null),
          bool(),
        ),
      ],
      [
        'strata_consent',
        column(
          known.map((one) => one?.consent ?? null),
          bool(),
        ),
      ],
      [
        'strata_drawn',
        column(
          known.map((one) => one?.drawnAs ?? null),
          utf8(),
        ),
      ],
      ['strata_contacts', column(contacts, utf8())],
      ['strata_policy_contacts', column(counted, utf8())],
      [
        'strata_time_zone',
        column(
          known.map((one) => one?.timeZone ?? null),
          utf8(),
        ),
      ],
    ];
  };
  const table = tableFromColumns([
    [
      'user_id',
      column(
        people.map(({ user }) => user),
        utf8(),
      ),
    ],
    [
      'days',
      column(
        people.map(({ days }) => days),
        float64(),
      ),
    ],
    [
      'spend',
      column(
        people.map(({ spend }) => spend),
        float64(),
      ),
    ],
    [
      'town',
      column(
        people.map(({ city }) => city),
        utf8(),
      ),
    ],
    [
      'member',
      column(
        people.map(({ member }) => member),
        bool(),
      ),
    ],
    [
      'born',
      column(
        people.map(({ born }) => born),
        utf8(),
      ),
    ],
    [
      'agreed',
      column(
        people.map(({ agreed }) => agreed),
        bool(),
      ),
    ],
    ...(states === undefined ? [] : stateColumns(people.map(({ user }) => states.get(user)))),
  ]);
  const bytes = tableToIPC(table, { format: 'stream' });
  if (bytes === null) throw new Error('no bytes');
  return bytes;
}
