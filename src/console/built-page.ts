import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { PACKAGE_ROOT } from '#strata/platform';
import { StrataError } from '#sdk';

const BUILT = join(PACKAGE_ROOT, 'dist', 'web');

/** Stands in the built page wherever the nonce of an answer belongs. */
const NONCE = '__nonce__';

/**
 * The console's page, by which nonce its own scripts and styles are known. It is read anew each time, so that a page that was
 * built again under a running server is answered with the parts that it names.
 *
 * @param folder where it was built
 * @throws StrataError UNAVAILABLE where it is not built
 */
export async function builtPage(nonce: string, folder = BUILT): Promise<string> {
  const page = await readIfThere(join(folder, 'index.html'));
  if (page === null) {
    throw new StrataError('UNAVAILABLE', 'The console is not built, or is being built now.', {
      problems: [{ message: 'there is no page of it yet', expected: 'npm run build, or a moment later' }],
    });
  }
  return page.toString().replaceAll(NONCE, nonce);
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};
/** The compressed copies that the build makes, the smallest first. */
const ENCODINGS = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;

/** A script or style of the console. */
interface BuiltAsset {
  readonly mediaType: string;
  /** Null where it is sent as it is. */
  readonly encoding: 'br' | 'gzip' | null;
  readonly content: Buffer;
}

/**
 * A script or style of the built page; null where there is none of this name.
 *
 * @param accepts what the browser says that it unpacks (`Accept-Encoding`)
 * @param folder where the page was built
 */
export async function builtAsset(name: string, accepts: string, folder = BUILT): Promise<BuiltAsset | null> {
  const mediaType = MEDIA_TYPES[extname(name)];
  if (mediaType === undefined || name !== basename(name)) return null;
  const file = join(folder, 'assets', name);
  for (const encoding of ENCODINGS.filter((each) => isAccepted(each.name, accepts))) {
    const content = await readIfThere(file + encoding.ending);
    if (content !== null) return { mediaType, encoding: encoding.name, content };
  }
  const content = await readIfThere(file);
  return content === null ? null : { mediaType, encoding: null, content };
}

function isAccepted(encoding: string, accepts: string): boolean {
  return new RegExp(`\\b${encoding}\\b(?!;q=0(\\.0*)?(,|$))`).test(accepts);
}

/** Null where there is no such file. */
async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
