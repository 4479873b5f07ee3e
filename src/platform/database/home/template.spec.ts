import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbedded } from '../open-database.js';
import { copyTemplate, templateOf, TEMPLATES, templateVersion } from './template.js';

describe('the template of the embedded database', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-template-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const target = () => join(folder, 'database');

  it('was built for these migrations, and only for these', () => {
    expect(readdirSync(TEMPLATES)).toEqual([templateVersion()]);
  });

  it('becomes a database that only its owner may read', async () => {
    expect(copyTemplate(target())).toBe(true);
    const modes = readdirSync(target(), { recursive: true, withFileTypes: true }).map((entry) => {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
      return entry.isDirectory() ? mode === 0o700 : mode === 0o600;
    });
    expect(modes).not.toContain(false);
    const database = await openEmbedded(target());
    expect(await database.run((manager) => manager.query('select count(*) as count from decisions'))).toEqual([
      { count: 0 },
    ]);
    await database.close();
  });

  it('is not used where it is of other migrations, or not whole', () => {
    const templates = join(folder, 'templates');
    expect(copyTemplate(target(), templates)).toBe(false);
    cpSync(TEMPLATES, templates, { recursive: true });
    expect(copyTemplate(join(folder, 'another'), templates)).toBe(true);
    truncateSync(templateOf(templateVersion(), templates).files, 8192);
    expect(copyTemplate(target(), templates)).toBe(false);
    expect(existsSync(target())).toBe(false);
  });
});
