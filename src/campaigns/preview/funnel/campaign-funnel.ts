import {
  type ConditionOrSegment,
  type ReasonCode,
  type ReleaseDocuments,
  type Stage,
  STAGES,
  type Strategy,
  timeZoneOf,
} from '#strata/engine';
import { compileCondition, type CompiledCondition, sequentialParts } from '#strata/engine/conditions';
import { type CompiledStrategy, policyRuleWords } from '#strata/engine/plan';
import { type Language } from '#strata/kernel/texts';
import { STOPS, stopWords } from './stop-words.js';

/** Something that stops people on their way to an offer. Plain data. */
export interface CampaignStep {
  readonly stage: Stage;
  /** What is said of those whom it stops; of a condition on scores some of them are `WOULD_CONVERT_ANYWAY`. */
  readonly code: ReasonCode;
  /** What is asked for, or why they are stopped. */
  readonly words: string;
  /** Of a condition: JSON pointer in the strategy, or in the document of `segment`. */
  readonly pointer?: string;
  readonly segment?: string;
  /** Of the contact policy: the place of its rule. */
  readonly rule?: number;
}

/** All that can stop people of a strategy, in the order of a decision. */
export interface CampaignFunnel {
  readonly steps: readonly CampaignStep[];
  /** By place in the steps: the condition that people must meet; null where it is none. */
  readonly conditions: readonly (CompiledCondition | null)[];
}

/**
 * The funnel of a strategy: every blocker, and each part of the conditions of segment, trigger, predictive stage and human
 * rule by itself. Throws `INVALID_DOCUMENT` where a condition could not have passed validation.
 *
 * @param language of the words; English unless told
 */
export function campaignFunnel(
  strategy: CompiledStrategy,
  documents: ReleaseDocuments,
  language?: Language,
): CampaignFunnel {
  const parts = STAGES.flatMap((stage) => [
    ...conditionSteps(stage, strategy, { documents, language }),
    ...STOPS[stage].map((code) => ({
      step: { stage, code, words: stopWords(code, strategy, language) },
      condition: null,
    })),
    ...(stage === 'caps' ? ruleSteps(strategy, language) : []),
  ]);
  return { steps: parts.map(({ step }) => step), conditions: parts.map(({ condition }) => condition) };
}

interface FunnelPlace {
  readonly step: CampaignStep;
  readonly condition: CompiledCondition | null;
}

function conditionSteps(
  stage: Stage,
  { document }: CompiledStrategy,
  { documents, language }: { readonly documents: ReleaseDocuments; readonly language: Language | undefined },
): readonly FunnelPlace[] {
  const asked = conditionAt(stage, document);
  if (asked?.condition === undefined) return [];
  const { facts, segments } = documents;
  const options = { facts, segments, timeZone: timeZoneOf(documents), isPublished: true } as const;
  return sequentialParts(asked.condition, asked.pointer, segments).map(({ condition: part, pointer, segment }) => {
    const condition = compileCondition(part, { ...options, pointer });
    const place = { pointer, ...(segment === undefined ? {} : { segment }) };
    return { step: { stage, code: asked.code, words: condition.toWords(language), ...place }, condition };
  });
}

interface AskedCondition {
  readonly code: ReasonCode;
  readonly pointer: string;
  readonly condition: ConditionOrSegment | undefined;
}

function conditionAt(stage: Stage, { segment, trigger, predictive, baseline }: Strategy): AskedCondition | null {
  switch (stage) {
    case 'segment':
      return { code: 'SEGMENT_MISS', pointer: '/segment', condition: segment };
    case 'trigger':
      return { code: 'TRIGGER_MISS', pointer: '/trigger', condition: trigger };
    case 'predictive':
      return { code: 'PREDICTIVE_MISS', pointer: '/predictive/when', condition: predictive?.when };
    case 'baseline':
      return { code: 'BASELINE_MISS', pointer: '/baseline/when', condition: baseline.when };
    default:
      return null;
  }
}

function ruleSteps({ policy }: CompiledStrategy, language: Language | undefined): readonly FunnelPlace[] {
  return (policy?.rules ?? []).map((rule, place) => ({
    step: {
      stage: 'caps',
      code: rule.kind === 'quiet' ? 'QUIET_HOURS' : 'CAPPED',
      words: policyRuleWords(rule, language),
      rule: place,
    },
    condition: null,
  }));
}
