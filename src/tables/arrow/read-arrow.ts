import { type Column, type Table, tableFromIPC } from '@uwdata/flechette';
import { isStrataError, nearestName, StrataError } from '#sdk';
import { type ArrowMessage, arrowMessages, badArrow } from './messages.js';
import { binaries, texts, typeWords, type ValueColumn, valueColumn, type ArrowKind } from './value-column.js';

/** Some rows of Arrow data. */
export interface ArrowBatch {
  readonly rows: number;
  /** Throws `BAD_COLUMN` where it is missing or of another type. */
  column(name: string, kind: ArrowKind): ValueColumn;
  /** A column as texts, null where a row has none. Throws `BAD_COLUMN`. */
  texts(name: string): readonly (string | null)[];
  /** A column of bytes. Throws `BAD_COLUMN`. */
  bytes(name: string): readonly Uint8Array[];
}

/** Arrow data that is being read. */
export interface ArrowSource {
  /** The columns and their types in words, in order. */
  readonly fields: ReadonlyMap<string, string>;
  /** The batches as they come in, once. Throws `BAD_FILE`. */
  batches(): AsyncGenerator<ArrowBatch, void>;
}

/** The largest batch that is read unless told otherwise. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Reads an Arrow stream or an Arrow file (IPC, not compressed) batch by batch: one batch is held, and no more is asked of the
 * source before it is needed. Dictionaries are kept.
 *
 * @param maxBytes the largest batch, and the most that all dictionaries may take
 * @throws StrataError BAD_FILE
 */
export async function openArrow(source: AsyncIterable<Uint8Array>, maxBytes = MAX_BYTES): Promise<ArrowSource> {
  const messages = arrowMessages(source, maxBytes);
  const first = await messages.next();
  if (first.done === true || first.value.kind !== 'schema') throw badArrow('it does not begin with its schema');
  const schema = first.value.bytes;
  const { fields } = decode([schema]).schema;
  return {
    fields: new Map(fields.map(({ name, type }) => [name, typeWords(type)])),
    batches: () => batchesOf(schema, messages, maxBytes),
  };
}

async function* batchesOf(
  schema: Uint8Array,
  messages: AsyncGenerator<ArrowMessage, void>,
  maxBytes: number,
): AsyncGenerator<ArrowBatch, void> {
  const dictionaries: Uint8Array[] = [];
  let kept = 0;
  for await (const { kind, bytes } of messages) {
    if (kind === 'batch') {
      yield batchOf(decode([schema, ...dictionaries, bytes]));
    } else if (kind === 'dictionary') {
      dictionaries.push(bytes);
      kept += bytes.length;
      if (kept > maxBytes) throw badArrow('its dictionaries are too large');
    }
  }
}

function decode(messages: Uint8Array[]): Table {
  try {
    return tableFromIPC(messages);
  } catch (error) {
    if (isStrataError(error)) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw badArrow(/codec|compress/i.test(said) ? 'it is compressed: write it without compression' : said);
  }
}

function batchOf(table: Table): ArrowBatch {
  const { names } = table;
  const columnAt = (name: string): Column<unknown> => {
    const places = names.flatMap((known, place) => (known === name ? [place] : []));
    const [place] = places;
    if (place === undefined) throw unknownColumn(name, names);
    if (places.length > 1) throw new StrataError('BAD_COLUMN', `There are several columns "${name}".`);
    return table.getChildAt<Column<unknown>>(place);
  };
  return {
    rows: table.numRows,
    column: (name, kind) => valueColumn(name, columnAt(name), kind),
    texts: (name) => texts(name, columnAt(name)),
    bytes: (name) => binaries(name, columnAt(name)),
  };
}

/** A column that is not there. */
export function unknownColumn(name: string, names: readonly string[]): StrataError {
  const nearest = nearestName(name, names);
  return new StrataError('BAD_COLUMN', `There is no column "${name}".`, {
    problems: [
      {
        message: `there is no column "${name}"`,
        expected: `one of ${names.slice(0, 40).join(', ')}${names.length > 40 ? ', …' : ''}`,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}
