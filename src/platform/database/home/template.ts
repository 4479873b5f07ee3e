import { createHash } from 'node:crypto';
import { chmodSync, constants, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../../index.js';

/** Where building leaves the template. */
export const TEMPLATES = join(PACKAGE_ROOT, 'dist', 'database');

/**
 * What a template consists of, kept beside it as `template.json`: packing may lose its empty folders, and an incomplete
 * template must not become a database.
 */
const contentsSchema = z.object({
  /** Every folder comes after the one that it lies in. */
  folders: z.array(z.string()),
  files: z.array(z.object({ path: z.string(), bytes: z.int().nonnegative() })),
});

export type TemplateContents = Readonly<z.infer<typeof contentsSchema>>;

/** The file of a template's contents, and the folder of its files. */
export function templateOf(
  version: string,
  templates = TEMPLATES,
): { readonly contents: string; readonly files: string } {
  const folder = join(templates, version);
  return { contents: join(folder, 'template.json'), files: join(folder, 'files') };
}

/** Changes whenever the built migrations or PGlite change. */
export function templateVersion(): string {
  const hash = createHash('sha256');
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
  for (const { path } of template.contents.files) {
    const copy = join(folder, path);
    copyFileSync(join(template.files, path), copy, constants.COPYFILE_FICLONE);
    chmodSync(copy, 0o600);
  }
  return true;
}

function readTemplate(templates: string): { readonly contents: TemplateContents; readonly files: string } | undefined {
  try {
    const { contents: list, files } = templateOf(templateVersion(), templates);
    const contents = contentsSchema.parse(JSON.parse(readFileSync(list, 'utf8')));
    const isWhole = contents.files.every(({ path, bytes }) => sizeOf(join(files, path)) === bytes);
    return isWhole ? { contents, files } : undefined;
  } catch {
    // Not built, not readable, or of another form: the database is then made from nothing, which takes longer.
    return undefined;
  }
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

/** Deletes the folder with all that is in it, where it exists. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
