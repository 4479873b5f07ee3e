import { type FixedRate, type ModelReference, type RankBy } from './strategy-documents.js';

/** What a strategy's numbers come from: a model, a rate that a marketer wrote, or a fact. */
type NumberSource = ModelReference | FixedRate | RankBy;

/** True where a source asks a model; false where it is something else, or where there is none. */
export function asksModel<T extends NumberSource>(source: T | undefined): source is Extract<T, ModelReference> {
  return source !== undefined && 'model' in source;
}
