import { type ArmPolicy } from '#strata/engine';

/** A policy that a history is asked about: what it would have given each row. */
export type PolicyChoice =
  /** The strategy as it is written, by its models or rules. */
  | { readonly by: 'strategy' }
  /** The human rule. */
  | { readonly by: 'baseline' }
  /** Any offer of the strategy, each as likely. */
  | { readonly by: 'uniform' }
  | { readonly by: 'nothing' }
  /** Everybody gets this one. */
  | { readonly by: 'offer'; readonly offer: string }
  /** The policy of this arm of the strategy, which learns from the log on its way through it. */
  | { readonly by: 'arm'; readonly arm: string }
  /** A policy that no arm has yet, which learns in the same way. */
  | { readonly by: 'policy'; readonly policy: ArmPolicy }
  /** The column holds P(the policy gives the row what it got); what else it would have given stays unknown. */
  | { readonly by: 'column'; readonly column: string }
  /** The columns `<prefix><offer>` hold P(the policy gives this offer); nothing is given with the rest of 1. */
  | { readonly by: 'columns'; readonly prefix: string };

/** A policy that learns from the log. */
export type LearningChoice = Extract<PolicyChoice, { by: 'arm' | 'policy' }>;

/** How policies are written. */
export const POLICY_FORMS =
  'strategy, baseline, uniform, nothing, offer:ID, arm:ID (the policy of an arm), policy:PLUGIN (a policy as the plugin has it, such as bandit), column:NAME or columns:PREFIX (a column an offer)';

/** A policy from its text, as `policyText` writes it; null where it is none. */
export function parsePolicy(text: string): PolicyChoice | null {
  if (text === 'strategy' || text === 'baseline' || text === 'uniform' || text === 'nothing') return { by: text };
  const [, form, name = ''] = /^(offer|arm|policy|column|columns):(.+)$/.exec(text) ?? [];
  if (form === 'offer') return { by: form, offer: name };
  if (form === 'arm') return { by: form, arm: name };
  if (form === 'policy') return { by: form, policy: { policy: name } };
  if (form === 'column') return { by: form, column: name };
  return form === 'columns' ? { by: form, prefix: name } : null;
}

/** A policy as it is written. */
export function policyText(choice: PolicyChoice): string {
  if (choice.by === 'offer') return `offer:${choice.offer}`;
  if (choice.by === 'arm') return `arm:${choice.arm}`;
  if (choice.by === 'policy') return `policy:${choice.policy.policy}`;
  if (choice.by === 'column') return `column:${choice.column}`;
  return choice.by === 'columns' ? `columns:${choice.prefix}` : choice.by;
}

/** Whether a policy learns from the log. */
export function learns(choice: PolicyChoice): choice is LearningChoice {
  return choice.by === 'arm' || choice.by === 'policy';
}
