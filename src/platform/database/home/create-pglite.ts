import { PGlite, types } from '@electric-sql/pglite';
import { openingFailure } from './opening-failure.js';
import { PrivateFolder } from './private-folder.js';

/**
 * A PGlite instance that reads and writes values as the `pg` package does, so that both homes give the same ones.
 *
 * @param folder where its files lie; they are made where there are none, for their owner's eyes only
 * @throws StrataError BAD_HOME where the files are damaged, UNAVAILABLE where their disk is full
 */
export async function createPglite(folder: string): Promise<PGlite> {
  const files = new PrivateFolder(folder);
  try {
    const pglite = await PGlite.create({
      fs: files,
      parsers: { [types.INT8]: Number },
      serializers: { [types.BOOL]: (value: unknown) => (isTrue(value) ? 'TRUE' : 'FALSE') },
    });
    sendTextAsBytes(pglite);
    // Filling each new file of the write-ahead log with zeros would stop everything for tens of milliseconds.
    await pglite.exec('set wal_init_zero = off');
    return pglite;
  } catch (error) {
    throw openingFailure(folder, files.log, error);
  }
}

const TEXT_ARRAY = 1009;
const encoder = new TextEncoder();

/** PGlite counts the bytes of a string one by one, and twice; bytes it takes as they are. Not so inside of arrays. */
function sendTextAsBytes({ serializers }: PGlite): void {
  const toText = serializers[types.TEXT] ?? String;
  serializers[types.TEXT] = (value: unknown) => encoder.encode(toText(value)) as unknown as string;
  serializers[TEXT_ARRAY] = (texts: unknown) => types.arraySerializer(texts, toText, TEXT_ARRAY);
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === 'true' || value === 't';
}
