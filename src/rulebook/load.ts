import { type SourceDocuments } from './documents.js';

/**
 * Reads `facts.json`, `segments/`, `models/` and `strategies/` of a rules folder. Never throws for what a marketer
 * wrote: files that are not JSON are reported with line and column in `problems`.
 */
export function loadDocuments(directory: string): Promise<SourceDocuments> {
  throw new Error(`not yet: ${directory}`);
}
