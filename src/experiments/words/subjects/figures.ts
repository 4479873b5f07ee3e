import { type Phrases, phrasesOf } from '#strata/engine/words';
import { type Language } from '#strata/kernel/texts';
import { type Estimate } from '#strata/statistics';

/** How a figure is written. */
type Written = (value: number) => string;

/** Figures of experiments, beside those that all sentences of a language have. */
export interface ExperimentFigures extends Readonly<Phrases['figures']> {
  /** A share with three digits that say something. */
  readonly share: Written;
  readonly moneyInterval: (estimate: Estimate) => string;
  /** "−0.1 % [−0.3 %, +0.1 %]": every sign is said. */
  readonly signed: (estimate: Estimate, written: Written) => string;
}

/** How a language writes the figures of experiments. */
export function figuresOf(language: Language): ExperimentFigures {
  const { figures } = phrasesOf(language);
  const { money, percent } = figures;
  return {
    ...figures,
    share: (value) => percent(rounded(value)),
    moneyInterval: ({ value, lower, upper }) => `${money(value)} [${money(lower)}, ${money(upper)}]`,
    signed: ({ value, lower, upper }, written) => {
      const sign = (one: number) => `${one < 0 ? '' : '+'}${written(one)}`;
      return `${sign(value)} [${sign(lower)}, ${sign(upper)}]`;
    },
  };
}

/** To so many digits that say something. */
export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}
