import { type EntityManager } from 'typeorm';
import { type Choice, repeated } from '#strata/engine/decide';
import { StrataError } from '#sdk';
import { type Answer } from '../rows/answer.js';
import { DECISION, inOrder, type StoredContact } from '#strata/ledger/contacts';
import { type Demand, demandOf } from '#strata/ledger/counters';
import { type Settlement } from './group-commit.js';
import { capsContacts, type NewDecision, type DecisionPlan } from './plan-group.js';
import { countRepetitions } from '../rows/repetition-table.js';
import { readDecision } from '../rows/read-stored.js';
import { type DecisionRow } from '../rows/stored-decision.js';

/** The rows of the decisions that were made of the plans for new ones. */
export type MadeDecisions = ReadonlyMap<NewDecision, DecisionRow>;

/** The settlement of every plan, in their order. */
export async function settlePlans(
  manager: EntityManager,
  plans: readonly DecisionPlan[],
  made: MadeDecisions,
): Promise<readonly Settlement<Answer>[]> {
  const earlier = await earlierDecisions(manager, plans);
  return plans.map((plan) => settle(plan, made, earlier));
}

/** The contacts that the new decisions make. */
export function contactsOfAll(made: MadeDecisions): readonly StoredContact[] {
  return inOrder([...made.keys()].flatMap(contactsOf));
}

/** Only contacts that a cap counts are stored: the strategy's own, or one of the contact policy. */
function contactsOf({ entry, last }: NewDecision): readonly StoredContact[] {
  const { offered, qualified } = entry.choice;
  if (offered === null || !isCounted(offered)) return [];
  const { userId, now: at, id: exposure } = qualified.input;
  const strategy = offered.strategy.document.id;
  const { id: offer, channel } = offered.offer.document;
  const number = (last.numbers.get(strategy) ?? 0) + 1;
  const ordinal = capsContacts(qualified.release) ? last.ordinal + 1 : null;
  const by = channel === undefined ? {} : { channel };
  return [{ userId, strategy, offer, ...by, at, exposure, source: DECISION, number, ordinal }];
}

function isCounted({ strategy, offer }: NonNullable<Choice['offered']>): boolean {
  return strategy.cap !== null || strategy.policy?.counts(offer.document.channel) === true;
}

/** What a choice asks of stock and budget, if anything. */
export function demandsOf({ offered }: Choice): readonly Demand[] {
  return offered === null ? [] : [demandOf(offered.strategy.document, offered.offer.document)];
}

async function earlierDecisions(
  manager: EntityManager,
  plans: readonly DecisionPlan[],
): Promise<ReadonlyMap<string, string>> {
  const asked = plans.flatMap((plan) => (plan.kind === 'repeat' ? [plan] : []));
  return asked.length === 0 ? new Map<string, string>() : countRepetitions(manager, asked);
}

function settle(plan: DecisionPlan, made: MadeDecisions, earlier: ReadonlyMap<string, string>): Settlement<Answer> {
  if (plan.kind === 'settled') return plan.settlement;
  if (plan.kind === 'repeat') return answerRepeated(plan, earlier.get(plan.decision));
  const row = made.get(plan);
  if (row === undefined) return { status: 'deferred' };
  return { status: 'done', result: { text: row.decision, outcome: row.outcome, again: false } };
}

function answerRepeated(
  { decision: id, userId }: Extract<DecisionPlan, { readonly kind: 'repeat' }>,
  text: string | undefined,
): Settlement<Answer> {
  if (text === undefined) {
    return { status: 'failed', error: new StrataError('NOT_FOUND', `The decision ${id} is no longer in the log.`) };
  }
  const decision = repeated(readDecision(text), userId);
  return { status: 'done', result: { text: JSON.stringify(decision), outcome: decision.outcome, again: true } };
}
