import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../../index.js';

/** How a template is kept: another form, another name. */
const FORM = 'one file, one database, its log begun anew, without the zeros at the ends of files';

/** Where building leaves the template. */
export const TEMPLATES = join(PACKAGE_ROOT, 'dist', 'database');

/**
 * What a template consists of, as `template.json`; what stands in its files follows one upon the other in `files.bin`:
 * hundreds of files are read faster as one, and an incomplete template is told from a whole one by its size. More than
 * half of it would be the zeros of a write-ahead log that is nearly empty.
 */
const contentsSchema = z.object({
  /** Every folder comes after the one that it lies in. */
  folders: z.array(z.string()),
  files: z.array(
    z.object({
      path: z.string(),
      /** In `files.bin`. */
      bytes: z.int().nonnegative(),
      /** So many zeros follow. */
      zeros: z.int().nonnegative(),
    }),
  ),
});

export type TemplateContents = Readonly<z.infer<typeof contentsSchema>>;

/** The two files of a template. */
export function templateOf(
  version: string,
  templates = TEMPLATES,
): { readonly contents: string; readonly files: string } {
  const folder = join(templates, version);
  return { contents: join(folder, 'template.json'), files: join(folder, 'files.bin') };
}

/** Changes whenever the built migrations, PGlite or the form of a template change. */
export function templateVersion(): string {
  const hash = createHash('sha256').update(FORM);
  const { dependencies } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  hash.update(dependencies['@electric-sql/pglite'] ?? '');
  const folder = join(PACKAGE_ROOT, 'dist', 'migrations');
  const migrations = readdirSync(folder).filter((name) => name.endsWith('.js'));
  for (const name of migrations.sort()) hash.update(`\n${name}\n`).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * Makes `folder` a copy of the template: an initialised database with all migrations, which nobody but its owner may
 * read. Says whether it did; where there is no whole template for the present migrations, nothing is left behind.
 *
 * @param templates where templates lie
 * @throws the system's errors of writing
 */
export function copyTemplate(folder: string, templates = TEMPLATES): boolean {
  const template = readTemplate(templates);
  if (template === undefined) return false;
  mkdirSync(folder, { mode: 0o700 });
  for (const path of template.contents.folders) mkdirSync(join(folder, path), { mode: 0o700 });
  let from = 0;
  for (const { path, bytes, zeros } of template.contents.files) {
    writeFileSync(join(folder, path), template.files.subarray(from, (from += bytes)), { mode: 0o600 });
    if (zeros > 0) truncateSync(join(folder, path), bytes + zeros);
  }
  return true;
}

function readTemplate(
  templates: string,
): { readonly contents: TemplateContents; readonly files: Uint8Array } | undefined {
  try {
    const paths = templateOf(templateVersion(), templates);
    const contents = contentsSchema.parse(JSON.parse(readFileSync(paths.contents, 'utf8')));
    const files = readFileSync(paths.files);
    const isWhole = files.byteLength === contents.files.reduce((sum, { bytes }) => sum + bytes, 0);
    return isWhole ? { contents, files } : undefined;
  } catch {
    // Not built, not readable, or of another form: the database is then made from nothing, which takes longer.
    return undefined;
  }
}

/** Deletes the folder with all that is in it, where it exists. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
