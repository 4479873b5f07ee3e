import { rename } from 'node:fs/promises';
import { armsOf, type Experiment } from '#strata/engine';
import { NONE } from '#strata/engine/columns';
import { type PackedTexts } from '#strata/kernel/texts';
import { encodeRows, ParquetFile, type ParquetField } from '#strata/tables/parquet';

const FIELDS = [
  { name: 'user', type: 'text' },
  { name: 'arm', type: 'text' },
] as const satisfies readonly ParquetField[];

/** Where those of a block are kept who were drawn into arms. */
function drawnFile(block: string): string {
  return `${block}.drawn.parquet`;
}

/** The files of {@link drawnFile} of all blocks of a folder, as a glob. */
export const DRAWN_FILES = '*.drawn.parquet';

/**
 * Writes who of a block was drawn into an arm, whatever the arm chose for them; the file is there when all of it is. Nothing
 * is written of a strategy without arms.
 *
 * @param arm of each row its place among the arms
 */
export async function writeDrawn(
  block: string,
  { ids, arm }: { readonly ids: PackedTexts; readonly arm: Uint8Array },
  experiment: Experiment | undefined,
): Promise<void> {
  const arms = armsOf(experiment).map(({ id }) => id);
  if (arms.length === 0) return;
  const rows = rowsWithArm(arm);
  const path = drawnFile(block);
  const columns = [
    { name: 'user', type: 'text', packed: ids.pick(rows) },
    { name: 'arm', type: 'text', codes: Int16Array.from(rows, (row) => arm[row] ?? 0), categories: arms },
  ] as const;
  await ParquetFile.write(`${path}.part`, FIELDS, (file) => file.append(encodeRows(columns, rows.length)));
  await rename(`${path}.part`, path);
}

function rowsWithArm(arm: Uint8Array): Uint32Array {
  const rows = new Uint32Array(arm.length);
  let count = 0;
  arm.forEach((place, row) => {
    if (place !== NONE) rows[count++] = row;
  });
  return rows.subarray(0, count);
}
