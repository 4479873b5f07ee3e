import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPlugin } from '#strata/plugin-host/contract';
import { openPluginHost } from '#strata/plugin-host';
import { skeletonFiles } from '#strata/plugin-host/skeleton';
import { PLUGIN_KIND_CODES } from '#sdk';
import ts from 'typescript';
import { expect, test } from 'vitest';

// What `strata plugin new` writes outside of a package is checked with the command (src/cli/commands/plugin.spec.ts).
test.each(PLUGIN_KIND_CODES)('a new %s in TypeScript works as it is written', async (kind) => {
  const root = await mkdtemp(join(tmpdir(), 'strata-skeleton-'));
  try {
    const folder = join(root, 'basket-size');
    await mkdir(folder);
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    for (const { name, text } of skeletonFiles('basket-size', 'package', kind)) {
      const compiled =
        name === 'index.ts'
          ? ts.transpile(text, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 })
          : text;
      await writeFile(join(folder, name.replace(/^index\.ts$/, 'index.js')), compiled);
    }
    const host = await openPluginHost({ directories: [root] });
    const results = await checkPlugin(host, 'basket-size');
    await host.close();
    expect(results.length).toBeGreaterThan(6);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});
