import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { StrataError } from '#sdk';
import { createLogger } from './logger.js';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ logLevel: 'debug' }, { write: (line: string) => void lines.push(line) }));
  return lines.join('');
}

describe('the logger', () => {
  it('drops keys and facts about people wherever they stand', () => {
    const request = {
      id: 'r-1',
      headers: { authorization: 'Bearer TOP-SECRET' },
      body: { userId: 'ada@example.org', facts: { age: 'TOP-SECRET' } },
    };
    const text = logged((log) => {
      log.info({ request, facts: { city: 'TOP-SECRET' }, userId: 'ada@example.org' }, 'seen');
      log.child({ userId: 'ada@example.org' }).warn('child');
    });
    expect(text).toContain('"id":"r-1"');
    expect(text).not.toContain('TOP-SECRET');
    expect(text).not.toContain('ada@example.org');
  });

  it('keeps of a database error neither parameters nor the message, which may quote a value', () => {
    const driverError = Object.assign(new Error('invalid input syntax for type integer: "ada@example.org"'), {
      code: '22P02',
      detail: 'Key (user_id)=(ada@example.org) exists.',
    });
    const error = new QueryFailedError('insert into t values ($1)', ['ada@example.org'], driverError);
    const text = logged((log) => {
      log.error({ err: new StrataError('UNAVAILABLE', 'later', { cause: error }) }, 'failed');
      log.error({ err: error }, 'failed');
      log.error(error);
    });
    expect(text).toContain('22P02');
    expect(text).not.toContain('ada@example.org');
  });

  it('keeps of what a plugin said the code, the plugin and the line, but no word, which may be about a person', () => {
    const source = { plugin: 'rate-by-band', at: 'rate-by-band/index.js:12:5' };
    const said = new StrataError('SCORER_THREW', 'no ada@example.org', { source });
    const text = logged((log) => {
      log.warn({ err: said }, 'failed');
      log.warn({ err: new StrataError('BAD_FILE', 'wrapped', { cause: said }) });
    });
    expect(text).toContain('"code":"SCORER_THREW","message":"The scorer threw","plugin":"rate-by-band"');
    expect(text).toContain('rate-by-band/index.js:12:5');
    expect(text).not.toContain('ada@example.org');
  });

  it('writes one JSON object a line, with a readable level and time', () => {
    const text = logged((log) => {
      log.info({ count: 3 }, 'ready');
    });
    const line = JSON.parse(text) as Record<string, unknown>;
    expect(line).toMatchObject({ level: 'info', msg: 'ready', count: 3 });
    expect(String(line.time)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });
});
