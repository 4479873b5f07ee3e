import { fixedWords } from '#strata/kernel';
import { type BacktestSubject } from './comparison.js';

/** What a backtest says once it compared, in English; another language has the same phrases. */
export const ENGLISH = {
  /** Strategy and human rule, each with as many people or as much money. */
  compared: ({ plan, people, strategy, humanRule, ahead, standing }: BacktestSubject) => {
    const profits = `${whole(strategy)} against ${whole(humanRule)}`;
    const difference = `${signed(ahead.value)} [${signed(ahead.lower)}, ${signed(ahead.upper)}]`;
    const who =
      plan.by === 'audience' ? `With ${whole(people)} people each` : `With a budget of ${whole(plan.budget)} each`;
    return {
      ahead: `${who} the strategy earns more than the human rule: ${profits}, a difference of ${difference}.`,
      behind: `${who} the strategy earns less than the human rule: ${profits}, a difference of ${difference}.`,
      draw: `${who} strategy and human rule are a draw: ${profits}, a difference of ${difference} that may be chance.`,
    }[standing];
  },
  /** Why the strategy does not pass. */
  obstacles: {
    random: 'A random choice earns more than the strategy: neither its models nor its rule choose well.',
    'response model':
      'The response model alone earns more than the strategy: whom the strategy leaves out or in costs money, so change it.',
    behind: 'Keep the human rule.',
    draw: 'The human rule does as well: the models are worth it only for the work that they save, and that takes a named override.',
    'draw with random':
      'Beside a random choice of as many people it is a draw: the rule chooses badly rather than the models well.',
    loses: 'It still loses money: do not send this offer to this audience at all.',
    'random rows':
      'The models learned from random rows, not from the past alone, and random rows flatter a model: train with "split": {"by": "time"} and run this again.',
    'no time':
      'The history does not say when anything happened, and random rows flatter a model: only a later period can pass.',
  },
  /** What comes after a backtest that passes. */
  next: {
    incremental: 'The next proof is an experiment on real people.',
    gross:
      'Nobody knows who would have converted anyway, so these figures are gross. The next proof is an experiment with a control group.',
  },
};
export type BacktestPhrases = typeof ENGLISH;

/** A number of people or of money in a sentence. */
function whole(value: number): string {
  return fixedWords(value, 0);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${whole(Math.abs(value))}`;
}
