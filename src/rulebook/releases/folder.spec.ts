import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '#strata/platform';
import { loadDocuments } from '../documents/load.js';
import { readDocument } from '../documents/read-document.js';
import { validateDocuments } from '../checks/validate.js';
import { writeDocuments } from './write.js';

const shipped = join(PACKAGE_ROOT, 'rules');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-rules-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (path: string, content: unknown) => {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};
const segment = (id: string) => ({ id, title: id, condition: { all: [] } });

describe('loading a rules folder', () => {
  it('finds the documents of each kind, in the order of their names', async () => {
    await write('facts.json', { facts: {} });
    await write('segments/b.json', segment('b'));
    await write('segments/a.json', segment('a'));
    await write('segments/notes.txt', 'not a document');
    const { documents, problems } = await loadDocuments(folder);
    expect(problems).toEqual([]);
    expect(documents.map(({ kind, name }) => [kind, name])).toEqual([
      ['facts', 'facts'],
      ['segment', 'a'],
      ['segment', 'b'],
    ]);
  });

  it('reports what is missing and what is not JSON, with file, line and column', async () => {
    const file = await write('strategies/x.json', '{\n  "id": "x"\n  "title": "X"\n}');
    expect((await loadDocuments(folder)).problems).toMatchObject([
      { message: 'There is no such file', file: join(folder, 'facts.json') },
      { message: expect.stringContaining('This is not JSON') as string, file, line: 3, column: 3 },
    ]);
  });

  it('reports a folder that does not exist', async () => {
    const file = join(folder, 'nowhere');
    expect((await loadDocuments(file)).problems).toEqual([{ message: 'There is no such folder', file }]);
  });
});

describe('reading one document', () => {
  it('takes an id or a path', async () => {
    const path = await write('segments/a.json', segment('a'));
    expect(await readDocument('segment', 'a', { directory: folder })).toEqual(segment('a'));
    expect(await readDocument('segment', path, { directory: '/nowhere' })).toEqual(segment('a'));
  });

  it('says which id was meant', async () => {
    await write('segments/loyal-customers.json', segment('loyal-customers'));
    await expect(readDocument('segment', 'loyal-customer', { directory: folder })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      problems: [{ nearest: 'loyal-customers' }],
    });
  });

  it('tells all problems of the document', async () => {
    const file = await write('segments/a.json', { id: 'a', tittle: 'A' });
    await expect(readDocument('segment', 'a', { directory: folder })).rejects.toMatchObject({
      code: 'INVALID_DOCUMENT',
      problems: [
        { file, pointer: '/title' },
        { file, pointer: '/condition' },
        { file, pointer: '/tittle', nearest: 'title' },
      ],
    });
    await write('segments/a.json', '{');
    await expect(readDocument('segment', 'a', { directory: folder })).rejects.toMatchObject({ code: 'BAD_FILE' });
  });
});

describe('writing a release', () => {
  it('gives a folder that says the same', async () => {
    const { documents } = validateDocuments(await loadDocuments(shipped));
    const { written } = await writeDocuments(documents!, folder);
    expect(written).toHaveLength(
      3 +
        documents!.segments.length +
        documents!.models.length +
        documents!.strategies.length +
        documents!.campaigns!.length +
        documents!.analyses!.length,
    );
    const again = validateDocuments(await loadDocuments(folder));
    expect(again).toEqual({ documents, problems: [], warnings: [] });
    expect(await readFile(join(folder, 'facts.json'), 'utf8')).toMatch(/"\$schema": ".*docs\/schemas\/facts.json"/);
  });

  it('leaves alone what says the same already and what is not in the release', async () => {
    const { documents } = validateDocuments(await loadDocuments(shipped));
    await writeDocuments(documents!, folder);
    const stray = await write('segments/mine.json', segment('mine'));
    const changed = await write('segments/new-members.json', segment('new-members'));
    const { written, strays } = await writeDocuments(documents!, folder);
    expect({ written, strays }).toEqual({ written: [changed], strays: [stray] });
  });
});
