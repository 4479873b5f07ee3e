import { type Guardrail, type Switch } from '#strata/engine';

/** People of a group, and how many of them converted until now. */
export interface GroupSubject {
  readonly people: number;
  readonly conversions: number;
}

/** People who were drawn into a group, and the share that should have been. */
export interface DrawnSubject {
  readonly group: 'heldOut' | 'treated' | { readonly arm: string };
  readonly people: number;
  /** Of the people of all groups; 0 to 1, as is `drawn`. */
  readonly share: number;
  readonly drawn: number;
}

/** What a guardrail found, with the figures that are told; rates and shares 0 to 1. */
export type GuardrailSubject =
  | {
      readonly watch: 'lift';
      readonly treated: GroupSubject;
      readonly heldOut: GroupSubject;
      readonly below: number;
      /** Null where there are too few people. */
      readonly lift: {
        readonly value: number;
        readonly lower: number;
        readonly upper: number;
        readonly level: number;
      } | null;
    }
  | {
      readonly watch: 'cost';
      /** Money, as `planned` and `allowed`. */
      readonly spent: number;
      readonly planned: number;
      /** Null where no more is allowed than planned. */
      readonly allowed: number | null;
      /** Of which time back, as an ISO 8601 duration; null of the last 24 hours. */
      readonly time: string | null;
      readonly currency: string | undefined;
    }
  | {
      readonly watch: 'fallback';
      readonly share: number;
      readonly without: number;
      readonly needed: number;
      readonly above: number;
      /** ISO 8601 duration. */
      readonly within: string;
      readonly doubt: 'tooFew' | 'byChance' | null;
    }
  | {
      readonly watch: 'sampleRatio';
      readonly groups: readonly DrawnSubject[];
      readonly found: 'tooFew' | { readonly chiSquare: number } | { readonly pValue: number };
    }
  | { readonly watch: 'sampleRatio'; readonly groups: null };

/** Something of a strategy that is switched off. */
export interface SwitchSubject {
  readonly strategy: string;
  readonly switch: Switch;
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970, UTC. */
  readonly since: number;
  readonly zone: string;
}

export type WatchedSubject = Guardrail['watch'];
