import { type FittedPlugin } from '#strata/plugin-host';
import { packArrays, unpackArrays } from '#sdk';
import { type FactEncoding } from './group-people.js';

const FORM = 1;

/** What a version keeps, so that the next one knows its personas again: how people are assigned, without their ids. */
export interface KeptGroups extends FactEncoding {
  readonly fitted: FittedPlugin;
  /** The id of each group's persona. */
  readonly ids: readonly string[];
}

type Header = Omit<KeptGroups, 'fitted'> & {
  readonly version: number;
  readonly fitted: Omit<FittedPlugin, 'bytes'>;
  readonly bytes: number;
};

export function packGroups({ fitted: { bytes, ...fitted }, ...kept }: KeptGroups): Uint8Array {
  const header: Header = { version: FORM, ...kept, fitted, bytes: bytes.length };
  return packArrays(header, [bytes]);
}

/** The inverse of {@link packGroups}. */
export function unpackGroups(artefact: Uint8Array): KeptGroups {
  const { header, take } = unpackArrays<Header>(artefact, FORM);
  const { features, encoding, ids, fitted, bytes } = header;
  return { features, encoding, ids, fitted: { ...fitted, bytes: take(Uint8Array, bytes) } };
}
