import { z } from 'zod';
import { type ReleaseDocuments } from '#strata/engine';
import { uuidv7 } from '#strata/kernel';
import { type ModelRegistry } from '#strata/models/registry';
import { type Database } from '#strata/platform/database';
import { checkedJson, storedObject } from '#strata/platform/stored-json';
import { type ReleaseStore } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { comparedSums, type ComparedPeople, comparedPeople } from './report/compared-table.js';
import { readReport } from './report/read-report.js';
import { type ShadowCandidate, type ShadowStanding } from './report/shadow.js';
import { type ShadowReport } from './report/shadow-report.js';
import { expectedWords } from './report/shadow-words.js';
import { endShadow, findShadow, insertShadow, listShadows } from './shadow-table.js';

/** A shadow as it is asked for; its documents were checked. */
export interface NewShadow {
  readonly title?: string | undefined;
  readonly candidate: ShadowCandidate;
  /** Of the people, above 0 and at most 1; everybody unless told. */
  readonly share?: number | undefined;
}

/** Who came to a strategy while a shadow rode along, and what the candidate is expected to bring. */
export interface ShadowTraffic extends ComparedPeople {
  readonly title: string;
  /** Of the people, whom it looked at: 0 to 1. */
  readonly share: number;
  /** What each side expects, in a sentence. */
  readonly words: string;
}

/** Candidates that ride along: begun, ended, and what they showed. */
export class Shadows {
  constructor(
    private readonly database: Database,
    private readonly registry: Pick<ModelRegistry, 'version'>,
    private readonly releases: Pick<ReleaseStore, 'current'>,
  ) {}

  /** @throws StrataError NOT_FOUND where there is no such version of the model */
  async start({ title, candidate, share = 1 }: NewShadow, by: string, now: number): Promise<ShadowStanding> {
    if (candidate.kind === 'model') await this.registry.version(candidate.model, candidate.version);
    const id = uuidv7();
    const shadow = { id, title: title ?? titleOf(candidate), candidate, share };
    return await this.database.transaction(async (manager) => {
      await insertShadow(manager, shadow, { by, now });
      return (await findShadow(manager, id)).standing;
    });
  }

  /** Ends a shadow and keeps its report: what is compared goes with the decisions and with time, the report stays. */
  async stop(id: string, by: string, now: number): Promise<ShadowReport> {
    const { at, sentences, all, strategies, scores } = await this.report(id, now);
    const report = { at, sentences, all, strategies, scores };
    await this.database.transaction((manager) => endShadow(manager, id, { by, now, report }));
    return { shadow: (await this.database.run((manager) => findShadow(manager, id))).standing, ...report };
  }

  /** All of them, or those of a model; the latest first. */
  async list(model: string | null = null): Promise<readonly ShadowStanding[]> {
    return await this.database.run((manager) => listShadows(manager, model));
  }

  /** What it showed so far; of one that has ended, what was kept. @throws StrataError NOT_FOUND */
  async report(id: string, now: number): Promise<ShadowReport> {
    const models = (await this.#documents())?.models ?? [];
    return await this.database.run(async (manager) => {
      const { standing, kept } = await findShadow(manager, id);
      if (kept !== null) return { shadow: standing, ...checkedJson(KEPT, kept, damaged) };
      return await readReport(manager, standing, { models, now });
    });
  }

  /** What those of a model's versions showed, the latest first. */
  async reports(model: string, now: number): Promise<readonly ShadowReport[]> {
    const reports: ShadowReport[] = [];
    for (const { id } of await this.list(model)) reports.push(await this.report(id, now));
    return reports;
  }

  /** What a plan of an experiment needs to know of a strategy's people. @throws StrataError NOT_FOUND */
  async traffic(id: string, strategy: string): Promise<ShadowTraffic> {
    return await this.database.run(async (manager) => {
      const { standing } = await findShadow(manager, id);
      const seen = await comparedPeople(manager, id, strategy);
      const own = (await comparedSums(manager, id)).find((sums) => sums.strategy === strategy);
      const { title, share } = standing;
      return { title, share, ...seen, words: own === undefined ? '' : expectedWords(title, own) };
    });
  }

  async #documents(): Promise<ReleaseDocuments | null> {
    return (await this.releases.current())?.documents ?? null;
  }
}

/** What is read of it here and in the console; the rest is as its own day told it. */
const KEPT = storedObject<Omit<ShadowReport, 'shadow'>>({
  at: z.string(),
  sentences: z.array(z.string()),
  all: z.looseObject({}),
  strategies: z.array(z.looseObject({})),
  scores: z.looseObject({}).nullable(),
});

function damaged(why: string): StrataError {
  return new StrataError('INTERNAL', `The kept report of a shadow is damaged: ${why}.`);
}

function titleOf(candidate: ShadowCandidate): string {
  return candidate.kind === 'model' ? `${candidate.model}@${String(candidate.version)}` : 'an unpublished release';
}
