import { type FactCatalogue, type FactDefinition, type FactSource, type FactSources } from '../index.js';
import { computedSource } from './computed-source.js';
import { eventsSource } from './events-source.js';
import { firstOfSource } from './first-of-source.js';
import { profileSource } from './profile-source.js';
import { ratioSource } from './ratio-source.js';
import { type FactBasis, type FactSourceKind, type FactTraits } from './source-kind.js';

/** The code of a kind of source: the key that its documents have. */
export type FactSourceCode = keyof FactSources;

/** Every kind of source that a fact may come from. */
const KINDS: { readonly [C in FactSourceCode]: FactSourceKind<FactSources[C]> } = {
  profile: profileSource,
  events: eventsSource,
  ratio: ratioSource,
  firstOf: firstOfSource,
  computed: computedSource,
};

/** The code of a source's kind. */
export function sourceCodeOf(source: FactSource): FactSourceCode {
  const code = (Object.keys(KINDS) as FactSourceCode[]).find((key) => Object.hasOwn(source, key));
  if (code === undefined) throw new Error(`No kind of source has the keys ${Object.keys(source).join(', ')}`);
  return code;
}

/** What there is for each kind of source, of the kind of this one. */
export function ofSource<T>(
  source: FactSource,
  kinds: { readonly [C in FactSourceCode]: (source: FactSources[C]) => T },
): T {
  // TypeScript does not follow that the code belongs to the source.
  const read = kinds[sourceCodeOf(source)] as (source: FactSource) => T;
  return read(source);
}

/** The kind of a source, which may then be asked about this source. */
export function kindOfSource(source: FactSource): FactSourceKind<FactSource> {
  return KINDS[sourceCodeOf(source)];
}

/** What the fact rests on. */
export function basisOf({ from }: Pick<FactDefinition, 'from'>): FactBasis {
  return kindOfSource(from).basis(from);
}

/** What the fact's values are like. */
export function traitsOf({ from }: Pick<FactDefinition, 'from'>): FactTraits {
  return kindOfSource(from).traits(from);
}

/** The facts of the catalogue with these names, and those that they are told by: each after what it is told by. */
export function withParts(names: Iterable<string>, catalogue: FactCatalogue): readonly string[] {
  const entered = new Set<string>();
  const found: string[] = [];
  const add = (name: string): void => {
    const definition = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
    if (definition === undefined || entered.has(name)) return;
    entered.add(name);
    const basis = basisOf(definition);
    if (basis.of === 'facts') basis.names.forEach(add);
    found.push(name);
  };
  for (const name of names) add(name);
  return found;
}
