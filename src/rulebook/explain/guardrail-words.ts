import { type CostGuardrail, type Guardrail, type GuardrailAction, type Strategy } from '#strata/engine';
import { durationWords } from '#strata/kernel';
import { amount, number, percent } from './phrases.js';

const THEN: Readonly<Record<GuardrailAction, string>> = {
  stop: 'it stops by itself until somebody resumes it',
  fixedArms: 'no policy chooses any more until somebody resumes it',
  alert: 'an alert is sent',
};

/** What a strategy watches about itself, a sentence a guardrail. */
export function guardrailWords({ guardrails = [] }: Strategy, currency: string | undefined): string[] {
  return guardrails.map((guardrail) => `If ${watchedWords(guardrail, currency)}, ${THEN[guardrail.then]}.`);
}

function watchedWords(guardrail: Guardrail, currency: string | undefined): string {
  switch (guardrail.watch) {
    case 'lift': {
      const { below, level = 0.95 } = guardrail;
      const how = below === 0 ? 'less often' : `at least ${number(-100 * below)} percentage points less often`;
      return `those who get the offer convert ${how} than those who are held out, for ${percent(level)} certain at any time`;
    }
    case 'cost':
      return `its offers cost ${costWords(guardrail, currency)}`;
    case 'fallback': {
      const { above, within } = guardrail;
      return `a model is missing in more than ${percent(above)} of the decisions of ${durationWords(within)} that need one`;
    }
    case 'sampleRatio':
      return 'people come to the arms or the hold-out in other shares than are drawn, beyond chance';
  }
}

function costWords({ perDay, ahead = 0 }: CostGuardrail, currency: string | undefined): string {
  const more = ahead === 0 ? 'more' : `${percent(ahead)} more`;
  if (perDay !== undefined) return `${more} than ${amount(perDay, currency)} in 24 hours`;
  return `${more} than the budget allows for by then, spread evenly over its time`;
}
