import { type Problem } from '#sdk';
import {
  type Analysis,
  type Campaign,
  type ContactPolicy,
  type FactCatalogue,
  type ItemFactCatalogue,
  type ModelDocument,
  type ReleaseDocuments,
  type Segment,
  type Shop,
  type Strategy,
} from '#strata/engine';

/** The kinds of document that marketers write, with the type of each. */
export interface DocumentOf {
  readonly shop: Shop;
  readonly 'contact-policy': ContactPolicy;
  readonly 'item-facts': ItemFactCatalogue;
  readonly facts: FactCatalogue;
  readonly segment: Segment;
  readonly model: ModelDocument;
  readonly strategy: Strategy;
  readonly campaign: Campaign;
  readonly analysis: Analysis;
}
export type DocumentKind = keyof DocumentOf;

/** One document as it was written: parsed as JSON, not yet checked. */
export interface SourceDocument {
  readonly kind: DocumentKind;
  /** What the document is called: its file's name without the ending; `facts` for the catalogue, its kind for one that there is one of. */
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

/** The kinds of which a release has one document or none, with their keys in a release; the file is called as the kind. */
export const SINGLES = { shop: 'shop', 'contact-policy': 'contactPolicy', 'item-facts': 'itemFacts' } as const;
export type SingleKind = keyof typeof SINGLES;
export const SINGLE_KINDS = Object.keys(SINGLES) as readonly SingleKind[];

export function isSingle(kind: string): kind is SingleKind {
  return Object.hasOwn(SINGLES, kind);
}

/** The documents of these kinds that a release has. */
export function singlesOf(
  documents: ReleaseDocuments,
): readonly { readonly kind: SingleKind; readonly content: object }[] {
  return SINGLE_KINDS.flatMap((kind) => {
    const content = documents[SINGLES[kind]];
    return content === undefined ? [] : [{ kind, content }];
  });
}

/** The folder of each kind inside a rules folder. */
export const FOLDERS = {
  segment: 'segments',
  model: 'models',
  strategy: 'strategies',
  campaign: 'campaigns',
  analysis: 'analyses',
} as const;
