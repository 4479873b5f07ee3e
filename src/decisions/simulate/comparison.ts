import { type Decision, type Reason, type Stage } from '#strata/engine';
import { type DecidedUser } from './decided-step.js';
import {
  type DecisionDifference,
  type ExampleOfDifference,
  type ExpectedSum,
  type SideResult,
  type Simulation,
  type DecisionBrief,
  type Why,
} from './simulation.js';

const MOST_EXAMPLES = 5;

/** Adds up decisions of both sides, user by user. */
export class SideComparison {
  readonly #published = new SideSum();
  readonly #draft = new SideSum();
  readonly #gained = new DifferenceSum();
  readonly #lost = new DifferenceSum();
  readonly #changed = new DifferenceSum();

  add(userId: string, published: DecidedUser | null, draft: DecidedUser | null): void {
    if (published !== null) this.#published.add(published);
    if (draft !== null) this.#draft.add(draft);
    const [before, after] = [published?.offer ?? null, draft?.offer ?? null];
    if (before === after) return;
    // Only of those who are decided differently somebody wants to know why.
    const told = { userId, published: published?.explain() ?? null, draft: draft?.explain() ?? null };
    if (before === null) this.#gained.add(told, told.published);
    else if (after === null) this.#lost.add(told, told.draft);
    else this.#changed.add(told, told.draft);
  }

  result(isPublished: boolean): Pick<Simulation, 'published' | 'draft' | 'gained' | 'lost' | 'changed'> {
    return {
      published: isPublished ? this.#published.result() : null,
      draft: this.#draft.result(),
      gained: this.#gained.result(),
      lost: this.#lost.result(),
      changed: this.#changed.result(),
    };
  }
}

class SideSum {
  readonly #outcomes = { offer: 0, none: 0, holdout: 0 };
  readonly #stoppedBy = new Map<Stage, number>();
  #expected: ExpectedSum = { conversions: 0, cost: 0, profit: 0, withoutFigures: 0 };

  add({ outcome, stoppedBy, figures }: DecidedUser): void {
    this.#outcomes[outcome] += 1;
    if (outcome === 'offer') this.#expected = plus(this.#expected, figures);
    else if (stoppedBy !== null) this.#stoppedBy.set(stoppedBy, (this.#stoppedBy.get(stoppedBy) ?? 0) + 1);
  }

  result(): SideResult {
    const { conversions, cost, profit, withoutFigures } = this.#expected;
    return {
      outcomes: { ...this.#outcomes },
      stoppedBy: [...this.#stoppedBy].map(([stage, users]) => ({ stage, users })).sort((a, b) => b.users - a.users),
      expected: { conversions: rounded(conversions), cost: rounded(cost), profit: rounded(profit), withoutFigures },
    };
  }
}

function plus(sum: ExpectedSum, { conversion, cost, profit }: DecidedUser['figures']): ExpectedSum {
  if (Number.isNaN(conversion)) return { ...sum, withoutFigures: sum.withoutFigures + 1 };
  return {
    ...sum,
    conversions: sum.conversions + conversion,
    cost: sum.cost + cost,
    profit: sum.profit + profit,
  };
}

/** To a ten-thousandth, so that the noise of binary fractions does not show. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

interface ExplainedUser {
  readonly userId: string;
  readonly published: Decision | null;
  readonly draft: Decision | null;
}

class DifferenceSum {
  #users = 0;
  readonly #why = new Map<string, Why>();
  readonly #examples: ExampleOfDifference[] = [];

  /** @param decided the side whose reason says why */
  add({ userId, published, draft }: ExplainedUser, decided: Decision | null): void {
    this.#users += 1;
    if (this.#examples.length < MOST_EXAMPLES) {
      this.#examples.push({ userId, published: verdictOf(published), draft: verdictOf(draft) });
    }
    const reason = decided === null ? undefined : decisiveReason(decided);
    if (reason === undefined) return;
    const { code, stage, pointer = '', words } = reason;
    const key = `${code} ${stage} ${pointer}`;
    const known = this.#why.get(key) ?? { code, stage, words, users: 0 };
    this.#why.set(key, { ...known, users: known.users + 1 });
  }

  result(): DecisionDifference {
    return {
      users: this.#users,
      why: [...this.#why.values()].sort((a, b) => b.users - a.users),
      examples: this.#examples,
    };
  }
}

function verdictOf(decision: Decision | null): DecisionBrief | null {
  if (decision === null) return null;
  const { outcome, offer, stoppedBy } = decision;
  return { outcome, offer: offer?.id ?? null, stoppedBy, words: decisiveReason(decision)?.words ?? '' };
}

/** What ended the decision: the last reason of the stage that stopped it, else the last of all. */
function decisiveReason({ reasons, stoppedBy }: Decision): Reason | undefined {
  return reasons.findLast(({ stage }) => stage === stoppedBy) ?? reasons.at(-1);
}
