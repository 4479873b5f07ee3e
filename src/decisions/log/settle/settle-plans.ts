import { type EntityManager } from 'typeorm';
import { type Decision } from '#strata/engine';
import { type Choice, repeated } from '#strata/engine/decide';
import { StrataError } from '#sdk';
import { type Answer } from '../answer.js';
import { inOrder, type StoredContact } from '#strata/ledger/contacts';
import { type Settlement } from './group-commit.js';
import { type NewDecision, type Plan } from './plan-group.js';
import { countRepetitions } from '../repetition-table.js';
import { type DecisionRow } from '../stored-decision.js';

/** The rows of the decisions that were made of the plans for new ones, and the choices that they tell. */
export type MadeDecisions = ReadonlyMap<NewDecision, { readonly choice: Choice; readonly row: DecisionRow }>;

/** The settlement of every plan, in their order. */
export async function settlePlans(
  manager: EntityManager,
  plans: readonly Plan[],
  made: MadeDecisions,
): Promise<readonly Settlement<Answer>[]> {
  const earlier = await earlierDecisions(manager, plans);
  return plans.map((plan) => settle(plan, made, earlier));
}

/** The contacts that the new decisions make. */
export function contactsOfAll(made: MadeDecisions): readonly StoredContact[] {
  return inOrder([...made].flatMap(contactsOf));
}

function contactsOf([plan, { choice, row }]: [
  NewDecision,
  { choice: Choice; row: DecisionRow },
]): readonly StoredContact[] {
  const { offered } = choice;
  if (offered?.strategy.document.limits?.perUser === undefined) return [];
  const { id: strategy } = offered.strategy.document;
  const number = (plan.numbers.get(strategy) ?? 0) + 1;
  const { now } = choice.qualified.input;
  return [{ userId: row.userId, strategy, offer: offered.offer.document.id, at: now, decision: row.id, number }];
}

async function earlierDecisions(manager: EntityManager, plans: readonly Plan[]): Promise<ReadonlyMap<string, string>> {
  const asked = plans.flatMap((plan) => (plan.kind === 'repeat' ? [plan] : []));
  return asked.length === 0 ? new Map<string, string>() : countRepetitions(manager, asked);
}

function settle(plan: Plan, made: MadeDecisions, earlier: ReadonlyMap<string, string>): Settlement<Answer> {
  if (plan.kind === 'settled') return plan.settlement;
  if (plan.kind === 'repeat') return answerRepeated(plan, earlier.get(plan.decision));
  const row = made.get(plan)?.row;
  if (row === undefined) return { status: 'deferred' };
  return { status: 'done', result: { text: row.decision, outcome: row.outcome, again: false } };
}

function answerRepeated(
  { decision: id, userId }: Extract<Plan, { readonly kind: 'repeat' }>,
  text: string | undefined,
): Settlement<Answer> {
  if (text === undefined) {
    return { status: 'failed', error: new StrataError('NOT_FOUND', `The decision ${id} is no longer in the log.`) };
  }
  const decision = repeated(JSON.parse(text) as Decision, userId);
  return { status: 'done', result: { text: JSON.stringify(decision), outcome: decision.outcome, again: true } };
}
