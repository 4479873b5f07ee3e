import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbedded } from '../open-database.js';
import { removeFolder, type TemplateContents, templateOf, TEMPLATES, templateVersion } from './template.js';

/**
 * Makes the template of the embedded database, from which every new home and every test starts: initialising one in
 * WebAssembly takes seconds, copying one a tenth of a second. Does nothing where it exists for the present migrations;
 * older templates are deleted. Part of building (scripts/build.mjs).
 */
export async function prepareTemplate(): Promise<void> {
  const version = templateVersion();
  if (!existsSync(templateOf(version).contents)) await makeTemplate(version);
  for (const name of readdirSync(TEMPLATES)) {
    if (!name.startsWith(version)) removeFolder(join(TEMPLATES, name));
  }
}

async function makeTemplate(version: string): Promise<void> {
  // Several builds may run at once; the first that is ready wins.
  const draft = `${version}.${String(process.pid)}`;
  const { contents, files } = templateOf(draft);
  mkdirSync(join(TEMPLATES, draft), { recursive: true });
  const database = await openEmbedded(files);
  await database.close();
  writeFileSync(contents, JSON.stringify(contentsOf(files)));
  try {
    renameSync(join(TEMPLATES, draft), join(TEMPLATES, version));
  } catch (error) {
    removeFolder(join(TEMPLATES, draft));
    if (!existsSync(templateOf(version).contents)) throw error;
  }
}

/** Lists a folder, and lets everybody read what is in it: whoever runs Strata need not be who built it. */
function contentsOf(root: string): TemplateContents {
  const folders: string[] = [];
  const files: TemplateContents['files'] = [];
  const visit = (folder: string): void => {
    chmodSync(join(root, folder), 0o755);
    for (const { name, isFolder } of entriesOf(join(root, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (isFolder) {
        folders.push(path);
        visit(path);
      } else {
        chmodSync(join(root, path), 0o644);
        files.push({ path, bytes: statSync(join(root, path)).size });
      }
    }
  };
  visit('');
  return { folders, files };
}

function entriesOf(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
}
