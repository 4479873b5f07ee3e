import { type Decision, type Reason, type Stage } from '#strata/engine';
import {
  type Difference,
  type ExampleOfDifference,
  type ExpectedSum,
  type Side,
  type Simulation,
  type Verdict,
  type Why,
} from './simulation.js';

const MOST_EXAMPLES = 5;

/** Adds up decisions of both sides, user by user. */
export class Comparison {
  readonly #published = new SideSum();
  readonly #draft = new SideSum();
  readonly #gained = new DifferenceSum();
  readonly #lost = new DifferenceSum();
  readonly #changed = new DifferenceSum();

  add(userId: string, published: Decision | null, draft: Decision | null): void {
    if (published !== null) this.#published.add(published);
    if (draft !== null) this.#draft.add(draft);
    const [before, after] = [published?.offer?.id, draft?.offer?.id];
    if (before === after) return;
    const example = { userId, published: verdictOf(published), draft: verdictOf(draft) };
    if (before === undefined) this.#gained.add(example, published);
    else if (after === undefined) this.#lost.add(example, draft);
    else this.#changed.add(example, draft);
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

  add({ outcome, stoppedBy, offer }: Decision): void {
    this.#outcomes[outcome] += 1;
    if (outcome !== 'offer' && stoppedBy !== null) {
      this.#stoppedBy.set(stoppedBy, (this.#stoppedBy.get(stoppedBy) ?? 0) + 1);
    }
    if (offer !== null) this.#expected = plus(this.#expected, offer.expected);
  }

  result(): Side {
    const { conversions, cost, profit, withoutFigures } = this.#expected;
    return {
      outcomes: { ...this.#outcomes },
      stoppedBy: [...this.#stoppedBy].map(([stage, users]) => ({ stage, users })).sort((a, b) => b.users - a.users),
      expected: { conversions: rounded(conversions), cost: rounded(cost), profit: rounded(profit), withoutFigures },
    };
  }
}

function plus(sum: ExpectedSum, expected: NonNullable<Decision['offer']>['expected']): ExpectedSum {
  if (expected === null) return { ...sum, withoutFigures: sum.withoutFigures + 1 };
  return {
    ...sum,
    conversions: sum.conversions + expected.conversion,
    cost: sum.cost + expected.cost,
    profit: sum.profit + expected.profit,
  };
}

/** To a ten-thousandth, so that the noise of binary fractions does not show. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

class DifferenceSum {
  #users = 0;
  readonly #why = new Map<string, Why>();
  readonly #examples: ExampleOfDifference[] = [];

  /** @param decided the side whose reason says why */
  add(example: ExampleOfDifference, decided: Decision | null): void {
    this.#users += 1;
    if (this.#examples.length < MOST_EXAMPLES) this.#examples.push(example);
    const reason = decided === null ? undefined : decisiveReason(decided);
    if (reason === undefined) return;
    const { code, stage, pointer = '', words } = reason;
    const key = `${code} ${stage} ${pointer}`;
    const known = this.#why.get(key) ?? { code, stage, words, users: 0 };
    this.#why.set(key, { ...known, users: known.users + 1 });
  }

  result(): Difference {
    return {
      users: this.#users,
      why: [...this.#why.values()].sort((a, b) => b.users - a.users),
      examples: this.#examples,
    };
  }
}

function verdictOf(decision: Decision | null): Verdict | null {
  if (decision === null) return null;
  const { outcome, offer, stoppedBy } = decision;
  return { outcome, offer: offer?.id ?? null, stoppedBy, words: decisiveReason(decision)?.words ?? '' };
}

/** What ended the decision: the last reason of the stage that stopped it, else the last of all. */
function decisiveReason({ reasons, stoppedBy }: Decision): Reason | undefined {
  return reasons.findLast(({ stage }) => stage === stoppedBy) ?? reasons.at(-1);
}
