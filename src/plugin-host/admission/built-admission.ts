import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { contentHash } from '#strata/kernel';
import { PACKAGE_ROOT } from '#strata/platform';

/** What a plugin's code says about itself. */
export interface Admission {
  readonly optionsSchema: Readonly<Record<string, unknown>>;
}

/** The plugins of this package, built. */
export const OWN_PLUGINS = join(PACKAGE_ROOT, 'dist', 'plugins');

const FILE = 'admission.json';
const keptSchema = z.strictObject({
  /** Hash of the code that said so. */
  code: z.string(),
  optionsSchema: z.record(z.string(), z.unknown()),
});

/**
 * What the code of one of this package's plugins said when it was built: to ask it again takes a process, which loads all of
 * them. Undefined where the code is not the same any more, and for every other plugin.
 *
 * @param folder of the plugin, absolute
 */
export function builtAdmission(folder: string, own = OWN_PLUGINS): Admission | undefined {
  if (dirname(folder) !== own) return undefined;
  const kept = keptSchema.safeParse(readKept(folder));
  if (!kept.success) return undefined;
  const { code, ...admission } = kept.data;
  return code === codeHash(folder) ? admission : undefined;
}

/** Keeps what a plugin's code says now for {@link builtAdmission}. */
export function keepAdmission(folder: string, { optionsSchema }: Admission): void {
  const kept: z.infer<typeof keptSchema> = { code: codeHash(folder), optionsSchema };
  writeFileSync(join(folder, FILE), `${JSON.stringify(kept, null, 2)}\n`);
}

function readKept(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
  } catch {
    return undefined;
  }
}

function codeHash(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const code = names.filter((name) => name.endsWith('.js') || name === 'plugin.json').sort();
  return contentHash(code.map((name) => `${name}\n${readFileSync(join(folder, name), 'utf8')}`).join('\n'));
}
