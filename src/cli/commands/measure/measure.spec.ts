import { afterEach, expect, test, vi } from 'vitest';
import { run } from '../../index.js';

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

/** What a command says that is not understood. */
async function problemOf(...argv: string[]): Promise<string> {
  let problem = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    problem += String(text);
    return true;
  });
  expect(await run(['measure', ...argv])).toBe(2);
  return problem;
}

const MIX = ['mix', 'weeks.csv', '--target', 'revenue', '--spend', 'TV=tv'];

test.each([
  [[...MIX, '--holiday', 'easter=2026-04'], /"2026-04" is no day, such as 2026-03-02/],
  [[...MIX, '--holiday', 'easter'], /"easter" is no day/],
  [[...MIX, '--spend', 'sales=revenue'], /"revenue" is the target/],
  [[...MIX, '--control', 'tv'], /"tv" is the spend of a channel/],
  [['attribution', '--goal', 'order', '--channel', 'source', '--nulls', 'lost'], /--nulls is about a file of paths/],
  [['attribution', '--goal', 'order', '--channel', 'source', '--separator', '|'], /--separator is about a file/],
  [['attribution', '--data', 'paths.csv', '--goal', 'order'], /--goal is about stored events/],
  [['attribution', '--data', 'paths.csv', '--separator', ' '], /--separator is empty/],
])('measure %j is refused', async (argv, message) => {
  expect(await problemOf(...argv)).toMatch(message);
});
