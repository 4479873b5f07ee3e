import { type Stages } from './queries.js';

/** The stages, in the order in which they are climbed; of a retired one nothing more comes. */
export const CLIMBED = ['draft', 'trained', 'validated', 'backtested', 'live', 'champion'] as const;

type Stage = Stages['versions'][number]['stage'];

/** Colours of stages: names of the kit. What they mean stands beside them in words. */
export const STAGE_COLOURS: Readonly<Record<Stage, string>> = {
  draft: 'gray',
  trained: 'blue',
  validated: 'blue',
  backtested: 'blue',
  live: 'blue',
  champion: 'green',
  retired: 'gray',
};
