import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '#sdk';
import {
  type Availability,
  type Contact,
  type Decision,
  type DecisionInput,
  type PolicyAnswers,
  type Detail,
  REASON_CODES,
  type ReleaseDocuments,
  type Scores,
  STAGES,
  type UserEvent,
} from '#strata/engine';
import {
  choose,
  type Counterfactual,
  decide,
  type DecisionCase,
  describe as describeDecision,
  qualify,
  searchNearestChange,
} from '#strata/engine/decide';
import { compileRelease } from '#strata/engine/plan';

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
  readonly policies?: PolicyAnswers;
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
    // Byte for byte: what was stored before must replay to the same.
    expect(JSON.stringify(decisionOf(made))).toBe(JSON.stringify(made.decision));
  });
});

test('200 overlapping decisions equal the same ones made one by one, and leave their inputs as they were', async () => {
  const random = seededRandom(7);
  const made = Array.from({ length: 200 }, (_, i) => {
    const one = decisionCase(cases[random.integer(cases.length)]!);
    return { ...one, input: frozen({ ...one.input, id: `d${i}`, userId: `user-${random.integer(1000)}` }) };
  });
  const before = JSON.stringify(made.map(({ input }) => input));
  const oneByOne = made.map((one) => JSON.stringify(decide(one)));

  const overlapping = await Promise.all(
    made.map(async ({ input, release, scores, availability, policies, detail }) => {
      const qualified = qualify(input, release);
      await turns(random.integer(5));
      const choice = choose(qualified, frozen(scores), frozen(availability), policies);
      await turns(random.integer(5));
      return JSON.stringify(describeDecision(choice, detail));
    }),
  );

  expect(overlapping).toEqual(oneByOne);
  expect(JSON.stringify(made.map(({ input }) => input))).toBe(before);
});

test('replay of what the log stores gives the same bytes', () => {
  for (const made of cases) {
    const { input, release, scores, availability, policies, detail } = decisionCase(made);
    const stored = JSON.stringify({ input, documents: release.documents, scores, availability, policies });
    const first = JSON.stringify(decide({ input, release, scores, availability, policies, detail }));
    const { documents, ...read } = JSON.parse(stored) as Omit<DecisionCase, 'release'> & {
      documents: ReleaseDocuments;
    };
    expect(JSON.stringify(decide({ ...read, release: compileRelease(documents, RELEASE), detail }))).toBe(first);
  }
});

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve();
}

function decisionOf(made: Case): unknown {
  const one = decisionCase(made);
  return JSON.parse(JSON.stringify(decide({ ...one, counterfactual: counterfactualOf(one) })));
}

/** The models of a case say the same whatever the facts. */
function counterfactualOf({
  input,
  release,
  scores,
  availability,
  policies,
  detail,
}: Required<DecisionCase>): Counterfactual | null {
  if (detail !== 'full') return null;
  const search = searchNearestChange(choose(qualify(input, release), scores, availability, policies));
  let step = search.next();
  while (step.done !== true) step = search.next(scores);
  return step.value;
}

function decisionCase(made: Case): Required<DecisionCase> {
  const base = read(`documents/${made.documents}`) as Patch;
  return {
    input: inputOf(patched(base['input'], made.input ?? {}) as WrittenInput),
    release: compileRelease(documentsOf(patched(base, made.change ?? {}) as Patch), RELEASE),
    scores: patched(base['scores'], made.scores ?? {}) as Scores,
    availability: { stockSpent: [], budgetSpent: [], ...made.availability },
    policies: made.policies ?? null,
    detail: made.detail ?? 'summary',
    counterfactual: null,
    recommended: null,
    language: undefined,
  };
}

/** Documents stand under their ids, so that a patch can reach them. */
function documentsOf(written: Patch): ReleaseDocuments {
  const listed = (kind: string) =>
    Object.entries(written[kind] as Record<string, object>).map(([id, document]) => ({ id, ...document }));
  return {
    ...(written['shop'] === undefined ? {} : { shop: written['shop'] }),
    ...(written['contactPolicy'] === undefined ? {} : { contactPolicy: written['contactPolicy'] }),
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

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
