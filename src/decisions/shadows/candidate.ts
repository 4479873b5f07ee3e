import { type Decision, type DecisionInput, type Scores } from '#strata/engine';
import { type Choice, choose, qualify } from '#strata/engine/decide';
import { compilingRelease, type CompiledRelease } from '#strata/engine/plan';
import { type ChampionScorers, type ModelRegistry, scoreBy } from '#strata/models/registry';
import { inTurns } from '#strata/platform/process';
import { type PluginHost } from '#strata/plugin-host';
import { type FactGatherer, joinFacts } from '#strata/profiles/facts';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { readCase, readDecision, type StoredDecision } from '../log/index.js';
import { type ComparedDecision, type Shadow, type SideOfDecision } from './report/shadow.js';

/** What candidates are made of. */
export interface CandidateParts {
  readonly releases: Pick<CurrentRelease, 'byHash'>;
  readonly scorers: Pick<ChampionScorers, 'score'>;
  readonly gatherer: Pick<FactGatherer, 'gatherOne'>;
  readonly registry: Pick<ModelRegistry, 'artefact'>;
  readonly host: Pick<PluginHost, 'load'>;
}

/** A candidate that is ready to decide what was decided already. It reads, and nothing else. */
export interface LoadedCandidate {
  /** Null where the decision did not ask what the candidate is. @throws StrataError what deciding throws */
  compare(stored: StoredDecision): Promise<ComparedDecision | null>;
  close(): Promise<void>;
}

/** @throws StrataError NOT_FOUND, DAMAGED_ARTEFACT, SCORER_…, INVALID_DOCUMENT */
export async function loadCandidate({ id, candidate }: Shadow, parts: CandidateParts): Promise<LoadedCandidate> {
  if (candidate.kind === 'model') return await challenger(candidate, parts);
  const release = await inTurns(compilingRelease(candidate.documents, `shadow:${id}`));
  return { compare: (stored) => compareRelease(stored, release, parts), close: () => Promise.resolve() };
}

/** The same decision by the same release, with one score by another version. */
async function challenger(
  { model, version }: { readonly model: string; readonly version: number },
  { registry, host, releases }: CandidateParts,
): Promise<LoadedCandidate> {
  const scorer = await host.load(await registry.artefact(model, version));
  return {
    async compare(stored) {
      const { input, scores, availability, policies } = readCase(stored.input);
      const champion = scores[model];
      if (champion === undefined) return null;
      const own = await scoreBy({ scorer, version }, input.facts);
      const qualified = qualify(input, await releases.byHash(stored.release));
      const choice = choose(qualified, { ...scores, [model]: own }, availability, policies ?? null);
      return {
        ...compared(stored, choice),
        champion: champion.status === 'scored' ? champion.version : null,
        championScore: champion.status === 'scored' ? champion.value : null,
        ownScore: own.status === 'scored' ? own.value : null,
      };
    },
    close: () => scorer.close(),
  };
}

/** The same request by another release: what it reads of people and the one that decided did not is looked up. */
async function compareRelease(
  stored: StoredDecision,
  release: CompiledRelease,
  { releases, scorers, gatherer }: CandidateParts,
): Promise<ComparedDecision> {
  const { input, scores, availability, policies } = readCase(stored.input);
  const decided = await releases.byHash(stored.release);
  const asked = askedOf(input, release);
  const known = await gatherer.gatherOne(input.userId, release, input.now);
  const events = [...known.events, ...notAmong(known.events, input.events)];
  const facts = joinFacts(known.facts, { inline: input.facts, named: alike(input, decided, release) }, release);
  const own = Object.freeze({ ...input, ...asked, facts, events });
  const qualified = qualify(own, release);
  const missing = qualified.needs.filter((model) => scores[model]?.status !== 'scored');
  const all: Scores = missing.length === 0 ? scores : { ...scores, ...(await scorers.score(missing, facts)) };
  return compared(stored, choose(qualified, all, availability, policies ?? null));
}

/** Strategies that the candidate does not have offer nothing. */
function askedOf({ strategies }: DecisionInput, release: CompiledRelease): Pick<DecisionInput, 'strategies'> {
  if (strategies === null) return { strategies };
  const known = new Set(release.strategies.map(({ document }) => document.id));
  return { strategies: strategies.filter((id) => known.has(id)) };
}

/** The facts of a decision that mean the same in both releases: what was known of them then counts. */
function alike({ facts }: DecisionInput, decided: CompiledRelease, release: CompiledRelease): readonly string[] {
  const changed = changedFacts(decided, release);
  return Object.keys(facts).filter((name) => !changed.has(name));
}

const changes = new WeakMap<CompiledRelease, WeakMap<CompiledRelease, ReadonlySet<string>>>();

/** Those that either release defines otherwise, and those that are made of them. */
function changedFacts(decided: CompiledRelease, release: CompiledRelease): ReadonlySet<string> {
  const known = changes.get(release) ?? new WeakMap<CompiledRelease, ReadonlySet<string>>();
  changes.set(release, known);
  const found = known.get(decided);
  if (found !== undefined) return found;
  const [before, after] = [textsOf(decided), textsOf(release)];
  const changed = new Set([...after.keys()].filter((name) => before.get(name) !== after.get(name)));
  for (let size = -1; size !== changed.size;) {
    size = changed.size;
    for (const [name, text] of after)
      if ([...changed].some((one) => text.includes(JSON.stringify(one)))) changed.add(name);
  }
  known.set(decided, changed);
  return changed;
}

function textsOf({ documents }: CompiledRelease): ReadonlyMap<string, string> {
  return new Map(Object.entries(documents.facts).map(([name, fact]) => [name, JSON.stringify(fact)]));
}

function notAmong<T>(known: readonly T[], events: readonly T[]): readonly T[] {
  if (known.length === 0 || events.length === 0) return events;
  const texts = new Set(known.map((event) => JSON.stringify(event)));
  return events.filter((event) => !texts.has(JSON.stringify(event)));
}

function compared({ id, decision: text }: StoredDecision, choice: Choice): ComparedDecision {
  const decision = readDecision(text);
  return {
    decision: id,
    at: decision.at,
    live: liveSide(decision),
    own: ownSide(choice),
    champion: null,
    championScore: null,
    ownScore: null,
  };
}

function liveSide({ strategy, stoppedBy, outcome, offer }: Decision): SideOfDecision {
  const { conversion = null, cost = null, profit = null } = offer?.expected ?? {};
  return { strategy, offer: offer?.id ?? null, stoppedBy, outcome, conversion, cost, profit };
}

function ownSide({ reported, outcome, offered }: Choice): SideOfDecision {
  const { conversion = null, cost = null, profit = null } = offered?.expected ?? {};
  return {
    strategy: reported?.qualification.strategy.document.id ?? null,
    offer: offered?.offer.document.id ?? null,
    stoppedBy: reported?.stoppedBy ?? null,
    outcome,
    conversion,
    cost,
    profit,
  };
}
