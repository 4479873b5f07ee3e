interface Context {
  readonly parentURL?: string;
}
type NextResolve = (specifier: string, context: Context) => Promise<unknown>;

/**
 * A module resolution hook (node:module `register`) for plugins that live outside of this package: `#sdk` is this
 * package's SDK, and a package that the plugin does not bring along is taken from ours.
 */
export async function resolve(specifier: string, context: Context, next: NextResolve): Promise<unknown> {
  if (specifier === '#sdk') return next(new URL('../../sdk/index.js', import.meta.url).href, context);
  try {
    return await next(specifier, context);
  } catch (error) {
    if (/^[./#]|^\w+:/.test(specifier)) throw error;
    return next(specifier, { ...context, parentURL: import.meta.url });
  }
}
