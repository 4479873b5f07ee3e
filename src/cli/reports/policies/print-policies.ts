import { fixedWords } from '#strata/kernel';
import { type PolicyReport, type PolicyResult } from '#strata/measurement/backtest';
import { type Estimate } from '#strata/statistics';
import { printLine, printTable } from '../../output/output.js';

/** What policies would have brought, for people: a sentence each, then the estimates side by side. */
export function printPolicies({
  strategy,
  source,
  history,
  policies,
  leads,
  sentences,
  notes,
  models,
}: PolicyReport): void {
  printLine(`${strategy.title}: what policies would have brought, from the log of another`);
  for (const sentence of sentences) printLine(sentence);
  printLine();
  const given = history.given.map(({ offer, rows }) => `${offer ?? 'nothing'} ${fixedWords(rows, 0)}`).join(', ');
  printLine(
    `Judged on ${fixedWords(history.rows, 0)} rows (${fixedWords(history.people, 0)} people) of ${source}: ${given}; ${fixedWords(history.conversions, 0)} conversions.`,
  );
  if (models.length > 0) printLine(`Asked: ${models.map(({ model, version }) => `${model}@${version}`).join(', ')}.`);
  printEstimates('Conversions of 100 rows', policies, ({ conversion }) => conversion);
  printEstimates('Profit of 100 rows', policies, ({ profit }) => profit);
  if (leads.length > 0) printLeads(leads);
  printWeights(policies);
  for (const { policy, title, warning } of policies) {
    printLine(`  ${policy}: ${title}${warning === null ? '' : ` (careful: ${warning})`}`);
  }
  printLine(
    'Read: a row that got what the policy gives counts P(the policy gives it) ÷ P(the log gave it); "the model alone" trusts the model of the rewards and nothing else, "doubly robust" is right where either the probabilities or the model are.',
  );
  for (const note of notes) printLine(`Note: ${note}.`);
}

function printEstimates(
  title: string,
  policies: readonly PolicyResult[],
  valueOf: (policy: PolicyResult) => PolicyResult['conversion'],
): void {
  printLine();
  printLine(title);
  printTable(
    [
      'policy',
      'weighted (IPS)',
      'self-normalised (SNIPS)',
      'doubly robust (DR)',
      'the model alone (DM)',
      'ahead of the log',
    ],
    policies.map((policy) => {
      const value = valueOf(policy);
      if (value.status === 'refused') return [policy.policy, 'refused', '–', '–', '–', '–'];
      const { ipw, snipw, dr, dm, ahead } = value;
      return [policy.policy, ...[ipw, snipw, dr, dm, ahead].map(hundred)];
    }),
  );
}

function printLeads(leads: PolicyReport['leads']): void {
  printLine();
  printLine('Learning beside not learning, of 100 rows: how far ahead');
  printTable(
    ['policy', 'rather than', 'profit', 'conversions'],
    leads.map(({ policy, than, profit, conversion }) => [policy, than, hundred(profit), hundred(conversion)]),
  );
}

function printWeights(policies: readonly PolicyResult[]): void {
  printLine();
  printLine('How much the log says about each');
  printTable(
    ['policy', 'rows that tell', 'as good as', 'largest weight', 'its share', 'mean weight'],
    policies.map(({ policy, conversion: { weights } }) => [
      policy,
      fixedWords(weights.matched, 0),
      fixedWords(weights.effectiveSampleSize, weights.effectiveSampleSize < 100 ? 1 : 0),
      fixedWords(weights.largest, 1),
      `${fixedWords(100 * weights.largestShare, 1)} %`,
      fixedWords(weights.mean, 3),
    ]),
  );
}

function hundred(estimate: Estimate | null): string {
  if (estimate === null) return '–';
  const [value, lower, upper] = [estimate.value, estimate.lower, estimate.upper].map(signed);
  return `${value ?? ''} [${lower ?? ''}, ${upper ?? ''}]`;
}

function signed(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return `${value < 0 ? '−' : ''}${fixedWords(Math.abs(100 * value), 2)}`;
}
