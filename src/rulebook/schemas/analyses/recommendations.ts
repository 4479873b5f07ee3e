import { z } from 'zod';
import { type Analysis } from '#strata/engine';
import { duration, id } from '../parts/common.js';
import { analysisOf, type AnalysisForm } from './form.js';

/** An event by which somebody has to do with items. */
interface InteractionEvent {
  readonly event: string;
  /** The property that names the item, or a list of items. */
  readonly item: string;
  /** Of a list of objects: the member that names the item. */
  readonly member?: string;
  /** How much it counts; 1 unless told. */
  readonly weight?: number;
}

/** Items for each person, by a plugin of the kind `recommender`, judged on what came later. */
export interface RecommendationsAnalysis extends Analysis {
  readonly kind: 'recommendations';
  readonly interactions: readonly InteractionEvent[];
  /** Only interactions at most this old; absent: all. */
  readonly within?: string;
  /** Of a file with a row an interaction: the columns of the person, the moment and the item. */
  readonly columns?: { readonly person?: string; readonly at?: string; readonly item?: string };
  /** Id of the segment whose people are learned from; absent: everybody. */
  readonly population?: string;
  /** Names of item facts that the plugin learns from; absent: all. */
  readonly itemFacts?: readonly string[];
  readonly plugin: string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Whether items that somebody had are recommended again; they are not unless told. */
  readonly again?: boolean;
  /** How it is judged. */
  readonly judged?: {
    /** Items a list; 10 unless told. */
    readonly items?: number;
    /** On what happened in this last time; on the last fifth of the interactions unless told. */
    readonly last?: string;
  };
}

const name = (what: string) => z.string().min(1, { error: `${what}'s name` });
const column = name('a column').exactOptional();

/** `"kind": "recommendations"` */
export const recommendations: AnalysisForm<RecommendationsAnalysis> = {
  kind: 'recommendations',
  schema: analysisOf('recommendations', 'Items for each person, similar items, and people for an item', {
    interactions: z
      .array(
        z.strictObject({
          event: name('an event').describe('Name of the event'),
          item: name('a property').describe('The property that names the item, or a list of items'),
          member: name('a member').exactOptional().describe('Of a list of objects: the member that names the item'),
          weight: z.number().positive().max(1e6).exactOptional().describe('How much it counts; 1 unless told'),
        }),
      )
      .min(1, { error: 'at least one event' })
      .describe('By which events somebody has to do with items; of several with one item the weightiest counts'),
    within: duration.exactOptional().describe('Only interactions at most this old, such as P365D'),
    columns: z
      .strictObject({ person: column, at: column, item: column })
      .exactOptional()
      .describe('Of a file with a row an interaction: who, when and what; user_id, at and the property unless told'),
    population: id.exactOptional().describe('A segment of rules/segments; everybody unless told'),
    itemFacts: z
      .array(name('an item fact'))
      .exactOptional()
      .describe('The item facts that the plugin learns from; all of the catalogue unless told'),
    plugin: z.string().min(1).describe('The plugin, of the kind recommender'),
    options: z.record(z.string(), z.unknown()).exactOptional().describe("The plugin's options"),
    again: z.boolean().exactOptional().describe('Whether items that somebody had are recommended again'),
    judged: z
      .strictObject({
        items: z.int().min(1).max(100).exactOptional().describe('Items a list; 10 unless told'),
        last: duration.exactOptional().describe('On what happened in this last time; the last fifth unless told'),
      })
      .exactOptional()
      .describe('How it is judged'),
  }),
  outputs: () => ({}),
  names: ({ population, itemFacts = [], plugin, options = {} }) => [
    ...(population === undefined ? [] : [{ pointer: '/population', segment: population }]),
    ...itemFacts.map((itemFact, place) => ({ pointer: `/itemFacts/${String(place)}`, itemFact })),
    { pointer: '/plugin', plugin, kind: 'recommender', options },
  ],
  events: ({ interactions }) =>
    interactions.map(({ event }, place) => [`/interactions/${String(place)}/event`, event] as const),
  words: ({ interactions, within, plugin, again = false }, analyses) =>
    analyses.recommendations({
      events: [...new Set(interactions.map(({ event }) => event))],
      within,
      plugin,
      again,
    }),
};
