import { type Decision } from '#strata/engine';

/** The variant of who gets no offer. */
const NO_OFFER = 'none';

/** A strategy as a flag of the OpenFeature Remote Evaluation Protocol. */
export interface Evaluation {
  readonly key: string;
  /** The offer's id, or `none`. */
  readonly value: string;
  readonly variant: string;
  readonly reason: 'TARGETING_MATCH' | 'SPLIT' | 'DEFAULT' | 'DISABLED';
  /** Flat, as the protocol wants it. */
  readonly metadata: Metadata;
}

type Metadata = Readonly<Record<string, string | number | boolean>>;

/** The evaluation of a flag that a decision is. */
export function evaluationOf(key: string, decision: Decision): Evaluation {
  const { id, at } = decision;
  return evaluation(key, decision, { decisionId: id, at });
}

/** The evaluation of a flag that nobody wrote down: it has no id, and the same facts give the same bytes. */
export function previewOf(key: string, decision: Decision): Evaluation {
  return decision.repeated ? evaluationOf(key, decision) : evaluation(key, decision, {});
}

function evaluation(key: string, decision: Decision, which: Metadata): Evaluation {
  const value = decision.offer?.id ?? NO_OFFER;
  return { key, value, variant: value, reason: reasonOf(decision), metadata: { ...which, ...metadataOf(decision) } };
}

/** A drawn arm or hold-out is a split; a strategy that is not active, disabled; nobody to target, the default. */
function reasonOf({ outcome, arm, stoppedBy }: Decision): Evaluation['reason'] {
  if (outcome === 'holdout') return 'SPLIT';
  if (outcome === 'offer') return arm === null ? 'TARGETING_MATCH' : 'SPLIT';
  return stoppedBy === 'active' ? 'DISABLED' : 'DEFAULT';
}

function metadataOf({ strategy, release, outcome, arm, selector, fallback, level, ...rest }: Decision): Metadata {
  const { stoppedBy, repeated, offer, reasons } = rest;
  const last = reasons.findLast((reason) => reason.strategy === undefined || reason.strategy === strategy);
  return present({
    release,
    outcome,
    arm,
    selector,
    fallback,
    level,
    stoppedBy,
    repeated,
    reasonCode: last?.code,
    reasonWords: last?.words,
    offerTitle: offer?.title,
    channel: offer?.channel,
    expectedConversion: offer?.expected?.conversion,
    expectedCost: offer?.expected?.cost,
    expectedProfit: offer?.expected?.profit,
    ...contentOf(offer?.content ?? {}),
  });
}

/** The offer's content, as far as it is flat, each under `content.` and its name. */
function contentOf(content: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [`content.${name}`, value]));
}

function present(members: Readonly<Record<string, unknown>>): Metadata {
  return Object.fromEntries(Object.entries(members).filter((member): member is [string, string] => isFlat(member[1])));
}

function isFlat(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
