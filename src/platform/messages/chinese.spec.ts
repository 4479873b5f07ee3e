import { describe, expect, it } from 'vitest';
import { CHINESE, FOREIGN } from './chinese/index.js';
import { collectMessages, skeletonOf } from './support/collect-messages.js';
import { Template } from './template.js';
import { Templates } from './templates.js';

/** Whose messages marketers meet. */
const ROOMS = [
  'src/engine/conditions/checks',
  'src/engine/conditions/compile.ts',
  'src/engine/conditions/language',
  'src/engine/conditions/sql/condition-sql.ts',
  'src/engine/conditions/values',
  'src/platform/auth/api-keys.ts',
  'src/platform/auth/auth.guard.ts',
  'src/platform/auth/other-sites.ts',
  'src/platform/auth/session.controller.ts',
  'src/platform/database/failures/unavailable.ts',
  'src/platform/http/http-adapter.ts',
  'src/platform/http/methods.ts',
  'src/platform/http/problem.ts',
  'src/platform/http/requests',
  'src/platform/outbound/outbound-client.ts',
  'src/platform/rate-limit',
  'src/rulebook/checks',
  'src/rulebook/documents',
  'src/rulebook/explain/explain.ts',
  'src/rulebook/http/documents.controller.ts',
  'src/rulebook/releases',
  'src/rulebook/schemas',
  'src/sdk/errors.ts',
];

/** Where messages of these rooms come from beside words of other rule languages. */
const ADVICE = 'src/sdk/nearest.ts';

/** Literals of these rooms that are no messages: code, keys, what is told in the log alone; lists, which are taken apart. */
const NO_MESSAGES = new Set([
  '{} and {}',
  '{} or {}',
  '"none", "model" or "baseline"',
  'a {}',
  '{} is null',
  '{} is not null',
  '({} is not null and not {})',
  'not ({})',
  'property',
  'true',
  'stop, alert',
  'first start',
  'api keys',
  'id, name, role, created_at, revoked_at',
  'authorization, content-type, content-encoding, idempotency-key, if-match, if-none-match, x-api-key, anonymousid',
  'GET, POST, PUT, DELETE',
  'etag, retry-after, x-request-id',
  'at any time',
  'strata rules push --reason "…"',
  'The stored release {}',
  '431 Request Header Fields Too Large',
  '408 Request Timeout',
  '400 Bad Request',
  'text/markdown; charset=utf-8',
  'application/problem+json; charset=utf-8',
  ': {} of {} MiB are free',
  '{} holds no documents.',
]);

describe('messages in Chinese', () => {
  const collected = collectMessages(ROOMS);
  const sources = collected.filter(({ text }) => !NO_MESSAGES.has(text));
  const all = { ...CHINESE.terms, ...CHINESE.messages };
  const skeletons = new Set(Object.keys(all).map(skeletonOf));
  const templates = new Templates(all);
  const isKnown = (text: string): boolean =>
    skeletons.has(skeletonOf(text)) ||
    (templates.find(text)?.values.every(({ value }) => /^\S+$/.test(value) || isKnown(value)) ?? false);

  it('are there for each message of the sources', () => {
    const missing = sources.filter(({ text }) => !isKnown(text));
    expect(missing.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  it('are of messages that the sources have', () => {
    const made = new Set([...collected, ...collectMessages([ADVICE])].map(({ text }) => skeletonOf(text)));
    const isMade = (message: string) => {
      const template = new Template(message);
      return [...made].some(
        (text) =>
          template.match(text) !== undefined || new Template(text.replaceAll('{}', '{x}')).match(message) !== undefined,
      );
    };
    const unknown = Object.keys(CHINESE.messages).filter((message) => !made.has(skeletonOf(message)));
    expect(unknown.filter((message) => !Object.hasOwn(FOREIGN, message) && !isMade(message))).toEqual([]);
  });

  it('have the holes of their English, never one after the other', () => {
    const holes = (text: string) => new Template(text).holes.toSorted();
    for (const [english, chinese] of Object.entries(all)) {
      expect(holes(chinese), english).toEqual(holes(english));
      expect(new Set(holes(english)).size, english).toBe(holes(english).length);
      expect(new Template(english).constants.slice(1, -1), english).not.toContain('');
    }
  });

  it('end without a full stop, which the message brings', () => {
    expect(Object.entries(all).filter((texts) => texts.some((text) => /[.。]$/.test(text)))).toEqual([]);
  });
});
