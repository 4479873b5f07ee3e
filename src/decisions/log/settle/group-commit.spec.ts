import { expect, it } from 'vitest';
import { GroupCommit, type Settlement } from './group-commit.js';

const done = (result: string): Settlement<string> => ({ status: 'done', result });

it('flushes everything that arrives during a flush together, one flush at a time', async () => {
  const groups: (readonly string[])[] = [];
  let running = 0;
  let started = (): void => undefined;
  let finish = (): void => undefined;
  const flushing = new Promise<void>((resolve) => (started = resolve));
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const group = new GroupCommit<string, string>(async (entries) => {
    expect(++running).toBe(1);
    groups.push(entries);
    started();
    await finished;
    running -= 1;
    return entries.map((entry) => done(`${entry}!`));
  });
  const first = ['a', 'b'].map((entry) => group.add(entry));
  await flushing;
  const second = ['c', 'd', 'e'].map((entry) => group.add(entry));
  finish();
  expect(await Promise.all([...first, ...second])).toEqual(['a!', 'b!', 'c!', 'd!', 'e!']);
  expect(groups).toEqual([
    ['a', 'b'],
    ['c', 'd', 'e'],
  ]);
});

it('takes deferred entries into the next flush, before all others', async () => {
  const groups: (readonly string[])[] = [];
  const group = new GroupCommit<string, string>((entries) => {
    groups.push(entries);
    const first = groups.length === 1;
    return Promise.resolve(entries.map((entry, i) => (first && i === 1 ? { status: 'deferred' } : done(entry))));
  });
  expect(await Promise.all(['a', 'b', 'c'].map((entry) => group.add(entry)))).toEqual(['a', 'b', 'c']);
  expect(groups).toEqual([['a', 'b', 'c'], ['b']]);
});

it('fails all entries of a flush that throws, and goes on with the next', async () => {
  let flushes = 0;
  const group = new GroupCommit<string, string>((entries) => {
    flushes += 1;
    return flushes === 1 ? Promise.reject(new Error('away')) : Promise.resolve(entries.map((entry) => done(entry)));
  });
  const settled = await Promise.allSettled(['a', 'b'].map((entry) => group.add(entry)));
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await group.add('c')).toBe('c');
});

it('drains: resolves when nothing waits any more', async () => {
  const written: string[] = [];
  const group = new GroupCommit<string, string>(async (entries) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    written.push(...entries);
    return entries.map((entry) => done(entry));
  });
  void group.add('a');
  void group.add('b');
  await group.drain();
  expect(written).toEqual(['a', 'b']);
  await group.drain();
});
