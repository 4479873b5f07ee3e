import { type Stages } from './queries.js';

/** A version and what is proven of it. */
export type KnownVersion = Stages['versions'][number];

/** The version that is looked at: the one that is asked for, else the champion, else the newest. */
export function lookedAt({ versions, champion }: Stages, asked: number | undefined): KnownVersion | undefined {
  return (
    versions.find(({ version }) => version === asked) ??
    versions.find(({ version }) => version === champion) ??
    versions[0]
  );
}
