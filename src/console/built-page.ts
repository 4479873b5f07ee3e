import { createReadStream, type ReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { PACKAGE_ROOT } from '#strata/platform';

const BUILT = join(PACKAGE_ROOT, 'dist', 'web');
const ASSETS = join(BUILT, 'assets');

/** Stands in the built page wherever the nonce of an answer belongs. */
const NONCE = '__nonce__';

/** The console's page, by which nonce its own scripts and styles are known. */
export async function builtPage(nonce: string): Promise<string> {
  return (await page()).replaceAll(NONCE, nonce);
}

let read: Promise<string> | undefined;
const page = (): Promise<string> => (read ??= readFile(join(BUILT, 'index.html'), 'utf8'));

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
  readonly content: ReadStream;
}

/**
 * A script or style of the built page; null where there is none of this name.
 *
 * @param accepts what the browser says that it unpacks (`Accept-Encoding`)
 */
export async function builtAsset(name: string, accepts: string): Promise<BuiltAsset | null> {
  const mediaType = MEDIA_TYPES[extname(name)];
  const built = await names();
  if (mediaType === undefined || !built.has(name)) return null;
  const encoding = ENCODINGS.find((each) => built.has(name + each.ending) && isAccepted(each.name, accepts));
  const content = createReadStream(join(ASSETS, `${name}${encoding?.ending ?? ''}`));
  return { mediaType, encoding: encoding?.name ?? null, content };
}

function isAccepted(encoding: string, accepts: string): boolean {
  return new RegExp(`\\b${encoding}\\b(?!;q=0(\\.0*)?(,|$))`).test(accepts);
}

let known: Promise<ReadonlySet<string>> | undefined;
const names = (): Promise<ReadonlySet<string>> => (known ??= readdir(ASSETS).then((files) => new Set(files)));
