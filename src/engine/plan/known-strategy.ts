import { nearestName, StrataError } from '#sdk';
import { type CompiledRelease } from './release.js';
import { type CompiledStrategy } from './strategy.js';

/** A strategy of a release. @throws StrataError UNKNOWN_STRATEGY with the nearest id */
export function knownStrategy({ strategies }: Pick<CompiledRelease, 'strategies'>, id: string): CompiledStrategy {
  const found = strategies.find(({ document }) => document.id === id);
  if (found !== undefined) return found;
  const nearest = nearestName(
    id,
    strategies.map(({ document }) => document.id),
  );
  const message = `There is no strategy "${id.slice(0, 100)}".`;
  throw new StrataError('UNKNOWN_STRATEGY', message, {
    problems: [{ message, ...(nearest === undefined ? {} : { nearest }) }],
  });
}
