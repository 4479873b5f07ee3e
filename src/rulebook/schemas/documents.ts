import { type Problem } from '#sdk';
import {
  type Campaign,
  type FactCatalogue,
  type ModelDocument,
  type Segment,
  type Shop,
  type Strategy,
} from '#strata/engine';

/** The kinds of document that marketers write, with the type of each. */
export interface DocumentOf {
  readonly shop: Shop;
  readonly facts: FactCatalogue;
  readonly segment: Segment;
  readonly model: ModelDocument;
  readonly strategy: Strategy;
  readonly campaign: Campaign;
}
export type DocumentKind = keyof DocumentOf;

/** One document as it was written: parsed as JSON, not yet checked. */
export interface SourceDocument {
  readonly kind: DocumentKind;
  /** What the document is called: its file's name without the ending; `facts` for the catalogue, `shop` for the shop. */
  readonly name: string;
  /** How problems name it: the path of the file, or of the file that a pull would write. */
  readonly file: string;
  readonly content: unknown;
  /** The text of the file, to find the lines of problems; absent where there is no file. */
  readonly text?: string;
}

/** A document that is there but could not be read: its name is known, and what refers to it is not wrong. */
export type UnreadDocument = Pick<SourceDocument, 'kind' | 'name'>;

/** Everything that was found in a rules folder (or a request), checked for being JSON only. */
export interface SourceDocuments {
  readonly documents: readonly SourceDocument[];
  readonly unread: readonly UnreadDocument[];
  /** What could not be read: missing folders, JSON syntax. */
  readonly problems: readonly Problem[];
}

/** The folder of each kind inside a rules folder. */
export const FOLDERS = { segment: 'segments', model: 'models', strategy: 'strategies', campaign: 'campaigns' } as const;
