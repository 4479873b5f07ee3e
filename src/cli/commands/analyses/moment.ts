import { InvalidArgumentError } from 'commander';

/** A moment as an option of a command, in UTC. */
export function isoMoment(text: string): string {
  const at = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(at)) {
    throw new InvalidArgumentError('It is not an ISO 8601 time, such as 2026-10-01T00:00:00Z.');
  }
  return new Date(at).toISOString();
}
