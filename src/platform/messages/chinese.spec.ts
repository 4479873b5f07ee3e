import { describe, expect, it } from 'vitest';
import { CHINESE, FOREIGN, REPORT_TERMS, REPORTS } from './chinese/index.js';
import { collectMessages, collectNotes, collectThrown, skeletonOf } from './support/collect-messages.js';
import { Template } from './template.js';
import { Templates } from './templates.js';

/** Whose messages marketers meet. */
const ROOMS = [
  'src/engine/conditions/checks',
  'src/engine/conditions/compile.ts',
  'src/engine/conditions/language',
  'src/engine/conditions/sql/condition-sql.ts',
  'src/engine/conditions/values',
  'src/measurement/backtest/verdict/not-enough.ts',
  'src/measurement/backtest/selection/balance.ts',
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
  'src/statistics/policies/policy-value.ts',
];

/** Rooms whose reports have notes that are told by their templates. */
const NOTING_ROOMS = ['src/measurement', 'src/models', 'src/tables'];

/** Rooms that say much else, too. */
const OTHER_ROOMS = [
  'src/analytics',
  'src/campaigns',
  'src/decisions',
  'src/experiments',
  'src/items',
  'src/ledger',
  'src/measurement',
  'src/models',
  'src/platform/queue',
  'src/profiles',
  'src/scoring',
  'src/tables',
  'plugins',
];

/** Whose words messages of these rooms repeat. */
const BESIDE = ['src/sdk/nearest.ts', 'src/platform/attention', 'src/platform/schedule'];

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
  'human rule',
  'few rows',
  'ISO 8601',
  'one row',
  'true',
  'stop, alert',
  ' or ',
  ' and ',
  ' --to {}',
  ' and "{}" for the control',
  '.csv',
  '`run.signal.throwIfAborted()`',
  'no',
  'time',
  'cost',
  'conversions',
  'person',
  'row',
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
  const collected = [...collectMessages(ROOMS), ...collectThrown(OTHER_ROOMS), ...collectNotes(NOTING_ROOMS)];
  const sources = collected.filter(({ text }) => !NO_MESSAGES.has(text));
  const all = { ...CHINESE.terms, ...CHINESE.messages };
  const skeletons = new Set(Object.keys(all).map(skeletonOf));
  const templates = new Templates(all);
  const isKnown = (text: string): boolean =>
    skeletons.has(skeletonOf(text)) ||
    (templates.find(text)?.values.every(({ value }) => /^(?![a-z]{2,}$)\S+$/.test(value) || isKnown(value)) ?? false);

  it('are there for each message of the sources', () => {
    const missing = sources.filter(({ text }) => !isKnown(text));
    expect(missing.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  it('are of messages that the sources have', () => {
    const beside = collectMessages([...OTHER_ROOMS, ...BESIDE]);
    const made = new Set([...collected, ...beside].map(({ text }) => skeletonOf(text)));
    const makers = [...made].map((text) => ({ text, template: new Template(text.replaceAll('{}', '{x}')) }));
    const isMade = (message: string) => {
      const template = new Template(message);
      return makers.some(
        (maker) => template.match(maker.text) !== undefined || maker.template.match(message) !== undefined,
      );
    };
    const unknown = Object.keys(CHINESE.messages).filter((message) => !made.has(skeletonOf(message)));
    expect(unknown.filter((message) => !Object.hasOwn(FOREIGN, message) && !isMade(message))).toEqual([]);
  });

  const told = { ...all, ...REPORTS, ...REPORT_TERMS };
  it('have the holes of their English, never one after the other', () => {
    const holes = (text: string) => new Template(text).holes.toSorted();
    for (const [english, chinese] of Object.entries(told)) {
      expect(holes(chinese), english).toEqual(holes(english));
      expect(new Set(holes(english)).size, english).toBe(holes(english).length);
      expect(new Template(english).constants.slice(1, -1), english).not.toContain('');
    }
  });

  it('have no Latin words but those that their English has, too', () => {
    const words = (text: string): readonly string[] => text.replaceAll(/\{[A-Za-z]+\}/g, '').match(/[A-Za-z]+/g) ?? [];
    const foreign = Object.entries(told).flatMap(([english, chinese]) =>
      words(chinese).filter((word) => !words(english).includes(word)),
    );
    expect([...new Set(foreign)].sort()).toEqual(['Asia', 'CNY', 'ID', 'Shanghai', 'webhook']);
  });

  it('end without a full stop, which the message brings', () => {
    expect(Object.entries(told).filter((texts) => texts.some((text) => /[.。]$/.test(text)))).toEqual([]);
  });
});
