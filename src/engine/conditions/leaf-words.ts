import { type FactCatalogue } from '../documents.js';
import { type FactRef, type LeafTrace } from './types.js';

/** A reason in words: "212 days since the last order (at least 180)". */
export function leafWords(leaf: LeafTrace, catalogue: FactCatalogue = {}): string {
  throw new Error(`not yet ${leaf.fact} ${String(catalogue)}`);
}

/** A fact with a value in words: "212 days since the last order", "city Shanghai". */
export function factWords(ref: Omit<FactRef, 'key'>, value: unknown, catalogue: FactCatalogue = {}): string {
  throw new Error(`not yet ${ref.fact} ${String(value)} ${String(catalogue)}`);
}

/**
 * Values of the leaf's fact that would give the leaf the opposite result, the least change first; empty where no single
 * value is the obvious one (decorated and custom operators, paths, missing expectations). For the nearest change.
 */
export function flippingValues(leaf: LeafTrace): readonly unknown[] {
  throw new Error(`not yet ${leaf.fact}`);
}
