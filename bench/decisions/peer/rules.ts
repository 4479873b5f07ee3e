import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TopLevelCondition } from 'json-rules-engine';

/** The part of a strategy document that the peer works with. */
export interface PeerStrategy {
  readonly id: string;
  readonly goal: {
    readonly margin: number;
    readonly orderValue: number | { readonly fact: string };
    readonly natural: { readonly rate: number } | { readonly model: string };
  };
  readonly consent: string;
  readonly segment: string;
  readonly trigger?: TopLevelCondition;
  readonly predictive?: object;
  readonly baseline: { readonly when?: TopLevelCondition; readonly offer: string };
  readonly offers: readonly PeerOffer[];
  readonly limits: { readonly budget?: number; readonly perUser: { readonly within: string } };
  readonly experiment: { readonly seed: string; readonly holdout: number };
}

export interface PeerOffer {
  readonly id: string;
  readonly title: string;
  readonly when?: TopLevelCondition;
  readonly faceValue: number;
  readonly redemptionRate: number;
  readonly contactCost: number;
  readonly stock?: number;
  readonly response: { readonly rate: number } | { readonly model: string };
}

/** The documents that Strata decides by, from the same folder. */
export interface PeerRules {
  readonly strategies: readonly PeerStrategy[];
  /** Conditions by segment id. */
  readonly segments: Readonly<Record<string, TopLevelCondition>>;
}

export function readRules(folder: string): PeerRules {
  const segments = documentsOf(join(folder, 'segments')) as { id: string; condition: TopLevelCondition }[];
  return {
    strategies: documentsOf(join(folder, 'strategies')) as PeerStrategy[],
    segments: Object.fromEntries(segments.map(({ id, condition }) => [id, condition])),
  };
}

function documentsOf(folder: string): unknown[] {
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown);
}
