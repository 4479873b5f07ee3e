import { timeZoneOf } from '#strata/engine';
import { allocationWords } from '#strata/engine/allocation';
import { compileRelease, type CompiledStrategy, policyRuleWords } from '#strata/engine/plan';
import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { messageIn, withNotesIn } from '#strata/platform/messages';
import { type PublishedRelease } from '#strata/rulebook/releases';
import { audienceNotes } from '../audience/index.js';
import { itemNotes } from '../items/index.js';
import { limitsOf } from '../job/index.js';
import { campaignFunnel } from '../preview/index.js';
import { type CampaignRun, type RunBasis, type RunManifest, switchedOffNotes } from '../runs/index.js';
import { armProblems, heldPeople } from '../selection/index.js';
import { campaignPhrases } from '../words/index.js';

interface RunWords extends RunBasis {
  /** The one that decided. */
  readonly release: Pick<PublishedRelease, 'documents' | 'hash'>;
  readonly language: Language;
}

/**
 * A run with the words of its manifest in a language, told again of the figures beside them. A sentence whose figures do not
 * say what it says stays as it is: it was kept by an earlier version.
 */
export function tellRun(run: CampaignRun, { document, plan, release, language }: RunWords): CampaignRun {
  const { manifest } = run;
  if (manifest === null || language === DEFAULT_LANGUAGE) return run;
  const { documents, hash } = release;
  const strategy = compileRelease(documents, hash).strategies.find((each) => each.document.id === run.strategy);
  if (strategy === undefined) return run;
  const telling = { manifest, strategy, language, zone: timeZoneOf(documents) };
  const problems =
    plan === null
      ? []
      : armProblems(strategy, {
          limits: limitsOf({ payload: { document }, strategy, plan }),
          stock: plan.left.stock,
          quotas: document.quotas ?? [],
          objective: document.objective,
        });
  const stepWords = (spoken?: Language) => campaignFunnel(strategy, documents, spoken).steps.map(({ words }) => words);
  const [known, spoken] = [stepWords(), stepWords(language)];
  // Runs of long ago lack some.
  const { booked = null, steps = [], allocation = [], checks = [] } = manifest as Partial<RunManifest>;
  const told: RunManifest = {
    ...manifest,
    checks: checks.map((check) => ({
      ...withNotesIn(language, check),
      headline: messageIn(language, check.headline),
    })),
    notes: notesOf(telling),
    steps: steps.map((step) => ({ ...step, words: toldAgain([step.words], known, spoken)[0] ?? step.words })),
    heldBy: heldBy(telling),
    allocation: allocation.map((report) => {
      const problem = problems.find(({ arm }) => arm === report.arm)?.problem;
      const of = (language?: Language) => (problem === undefined ? [] : allocationWords(report, problem, language));
      return { ...report, words: toldAgain(report.words, of(), of(language)) };
    }),
    booked: booked === null ? null : { ...booked, refused: refusedOf(booked.refused, telling) },
  };
  return { ...run, manifest: told };
}

interface Telling {
  readonly manifest: RunManifest;
  readonly strategy: CompiledStrategy;
  readonly language: Language;
  /** The shop's. */
  readonly zone: string;
}

/** The sentences that are known are told again; all others stay as they are. */
function toldAgain(kept: readonly string[], known: readonly string[], told: readonly string[]): readonly string[] {
  return kept.map((words) => told[known.indexOf(words)] ?? words);
}

function notesOf({ manifest, strategy, language, zone }: Telling): readonly string[] {
  const { items = { popular: 0, none: 0 }, switchedOff = [], audience } = manifest;
  const { notes = [] } = manifest as Partial<RunManifest>;
  const of = (spoken?: Language) => [
    ...itemNotes(items, spoken),
    ...switchedOffNotes(switchedOff, { strategy: strategy.document.id, zone, language: spoken }),
  ];
  return audienceNotes({ ...audience, notes: toldAgain(notes, of(), of(language)) }, language);
}

function heldBy({ manifest, strategy, language }: Telling): RunManifest['heldBy'] {
  // Runs of long ago have none.
  const held = (manifest as Partial<RunManifest>).heldBy ?? [];
  return held.map((each) => {
    const counts = [{ ...each, until: Date.parse(each.until) }];
    const [known, told] = [heldPeople(strategy, counts)[0], heldPeople(strategy, counts, language)[0]];
    return known?.words === each.words && told !== undefined ? told : each;
  });
}

type Refused = NonNullable<RunManifest['booked']>['refused'];

function refusedOf({ heldBy: held, ...refused }: Refused, { strategy, language }: Telling): Refused {
  if (held === undefined) return refused;
  const words = (people: number, place: number, spoken?: Language): string => {
    const rule = strategy.policy?.rules[place];
    return rule === undefined ? '' : campaignPhrases(spoken).leftOut(people, policyRuleWords(rule, spoken));
  };
  return {
    ...refused,
    heldBy: held.map((each) =>
      words(each.people, each.rule) === each.words ? { ...each, words: words(each.people, each.rule, language) } : each,
    ),
  };
}
