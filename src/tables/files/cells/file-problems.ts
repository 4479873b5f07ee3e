import { nearestName, StrataError } from '#sdk';
import { type SourceColumn } from '../../columns/index.js';

/** A column that cannot be read as it is meant. */
export function unreadable(name: string, file: string, message: string, expected: string): StrataError {
  return new StrataError('BAD_COLUMN', `Column "${name}" of ${file} cannot be read.`, {
    problems: [{ file, message, expected }],
  });
}

/** Throws `BAD_COLUMN` with the names that there are and the nearest. */
export function failUnknown(name: string, file: string, columns: readonly SourceColumn[]): never {
  const names = columns.map((known) => known.name);
  const nearest = nearestName(name, names);
  throw new StrataError('BAD_COLUMN', `${file} has no column "${name}".`, {
    problems: [
      {
        file,
        message: `there is no column "${name}"`,
        expected: `one of ${names.slice(0, 40).join(', ')}${names.length > 40 ? ', …' : ''}`,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}

/** Throws `BAD_COLUMN`: nobody can say which of two columns of one name is meant. */
export function failTwice(name: string, file: string, places: readonly number[]): never {
  throw new StrataError('BAD_COLUMN', `${file} has several columns "${name}".`, {
    problems: [
      {
        file,
        message: `columns ${places.join(' and ')} are both called "${name}"`,
        expected: 'a name of its own for every column',
      },
    ],
  });
}

/** A file that cannot be read. */
export function badFile(file: string, message: string, expected?: string): StrataError {
  return new StrataError('BAD_FILE', `${file} cannot be read.`, {
    problems: [{ file, message, ...(expected === undefined ? {} : { expected }) }],
  });
}

/** Turns whatever DuckDB complains about into `BAD_FILE`: into what is known to be wrong with the file, where somebody knows. */
export async function asBadFile<T>(
  file: string,
  work: () => Promise<T>,
  diagnose?: () => Promise<StrataError | undefined>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const known = await diagnose?.();
    if (known !== undefined) throw known;
    const [message = 'it is damaged'] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw badFile(file, message.slice(0, 300));
  }
}
