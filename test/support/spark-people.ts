import { columnFromArray, tableFromColumns, tableToIPC, bool, float64, utf8 } from '@uwdata/flechette';
import { type Person } from '../../src/campaigns/selection/support/people.js';

/** People as an Arrow stream, some rows a batch. */
export function arrowOf(people: readonly Person[], rowsABatch: number): Uint8Array {
  const options = { maxBatchRows: rowsABatch };
  const column = (cells: readonly unknown[], type: Parameters<typeof columnFromArray>[1]) =>
    columnFromArray([...cells], type, options);
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
  ]);
  const bytes = tableToIPC(table, { format: 'stream' });
  if (bytes === null) throw new Error('no bytes');
  return bytes;
}
