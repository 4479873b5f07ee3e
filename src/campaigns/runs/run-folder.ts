import { join } from 'node:path';

/** What there is to download of a run: its list, and who is in it who was not in the one before, or the other way round. */
export const LIST_PARTS = ['list', 'entered', 'left'] as const;
export type ListPart = (typeof LIST_PARTS)[number];

/** The folder of a run's files. Servers and workers that share a database share it, too. */
export function runFolder(home: string, run: string): string {
  return join(home, 'campaigns', run);
}

/** Where a part of a run's list lies. */
export function listPath(home: string, run: string, part: ListPart, format: string): string {
  return join(runFolder(home, run), `${part}.${format}`);
}

/** Where the hashed addresses of a run's list lie. */
export function matchPath(home: string, run: string): string {
  return join(runFolder(home, run), 'match.csv');
}
