import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type Availability,
  compileRelease,
  type Contact,
  decide,
  type Decision,
  type DecisionInput,
  type Detail,
  REASON_CODES,
  type ReleaseDocuments,
  type Scores,
  STAGES,
  type UserEvent,
} from '#strata/engine';

/**
 * Decisions as documents: each file of `test/cases` is one case. Its documents are a file of `test/cases/documents`,
 * changed by a JSON merge patch (RFC 7396); its input and scores are patches of what stands in that file. The decision
 * is compared whole.
 */
interface Case {
  readonly name: string;
  readonly documents: string;
  readonly change?: Patch;
  readonly input?: Patch;
  readonly scores?: Patch;
  readonly availability?: Partial<Availability>;
  readonly detail?: Detail;
  readonly decision: Decision;
}
type Patch = Readonly<Record<string, unknown>>;

const FOLDER = new URL('cases/', import.meta.url);
const RELEASE = 'sha256:0000';

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const cases = files.map((name) => read(name) as Case);

test('there are at least 40 cases', () => {
  expect(files.length).toBeGreaterThanOrEqual(40);
});

test('every name is unique', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test('every reason code occurs', () => {
  const seen = new Set(cases.flatMap(({ decision }) => decision.reasons.map(({ code }) => code)));
  expect(REASON_CODES.filter((code) => !seen.has(code))).toEqual([]);
});

test('every stage that can stop a decision stops one', () => {
  const seen = new Set(cases.map(({ decision }) => decision.stoppedBy));
  // The arm is a draw: it sends the user one of two ways and stops nobody.
  expect(STAGES.filter((stage) => stage !== 'arm' && !seen.has(stage))).toEqual([]);
});

describe('cases', () => {
  test.each(cases)('$name', (made) => {
    expect(decisionOf(made)).toEqual(made.decision);
  });
});

function decisionOf(made: Case): unknown {
  const base = read(`documents/${made.documents}`) as Patch;
  const availability = { stockSpent: [], budgetSpent: [], ...made.availability };
  const decision = decide({
    input: inputOf(patched(base['input'], made.input ?? {}) as WrittenInput),
    release: compileRelease(documentsOf(patched(base, made.change ?? {}) as Patch), RELEASE),
    scores: patched(base['scores'], made.scores ?? {}) as Scores,
    availability,
    ...(made.detail === undefined ? {} : { detail: made.detail }),
  });
  return JSON.parse(JSON.stringify(decision));
}

/** Documents stand under their ids, so that a patch can reach them. */
function documentsOf(written: Patch): ReleaseDocuments {
  const listed = (kind: string) =>
    Object.entries(written[kind] as Record<string, object>).map(([id, document]) => ({ id, ...document }));
  return {
    facts: written['facts'],
    segments: listed('segments'),
    models: listed('models'),
    strategies: listed('strategies'),
  } as unknown as ReleaseDocuments;
}

/** Moments are written as ISO-8601. */
interface WrittenInput extends Omit<DecisionInput, 'now' | 'strategies' | 'events' | 'contacts'> {
  readonly now: string;
  readonly strategies?: readonly string[];
  readonly events: readonly (Omit<UserEvent, 'at' | 'properties'> & { at: string; properties?: Patch })[];
  readonly contacts: readonly (Omit<Contact, 'at'> & { at: string })[];
}

function inputOf(written: WrittenInput): DecisionInput {
  return {
    ...written,
    now: Date.parse(written.now),
    strategies: written.strategies ?? null,
    events: written.events.map((event) => ({ properties: {}, ...event, at: Date.parse(event.at) })),
    contacts: written.contacts.map((contact) => ({ ...contact, at: Date.parse(contact.at) })),
  };
}

function patched(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = patched(result[key], value);
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
}
