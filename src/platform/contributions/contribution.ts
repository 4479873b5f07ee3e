import 'reflect-metadata';

/** What is needed of Nest's container of modules. */
type Modules = ReadonlyMap<string, { readonly metatype: object }>;

/** A kind of thing that modules bring along for a room below them, which can't import them. */
export interface ContributionKind<T> {
  /** Stands above a module: what it brings along. */
  of(...things: readonly T[]): ClassDecorator;
  /** What all modules of the application bring along. */
  all(modules: Modules): readonly T[];
}

/** A kind of contribution, which the room owns that uses it. */
export function contribution<T>(name: string): ContributionKind<T> {
  const key = Symbol(name);
  return {
    of:
      (...things) =>
      (module) => {
        Reflect.defineMetadata(key, things, module);
      },
    all: (modules) =>
      [...modules.values()].flatMap(
        ({ metatype }) => (Reflect.getOwnMetadata(key, metatype) as readonly T[] | undefined) ?? [],
      ),
  };
}
