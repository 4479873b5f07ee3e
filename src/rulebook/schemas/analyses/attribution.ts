import { z } from 'zod';
import { type Analysis } from '#strata/engine';
import { duration } from '../parts/common.js';
import { analysisOf, type AnalysisForm } from './form.js';

/** Ways to credit, in the order in which a report shows them. */
export const CREDIT_METHODS = ['first', 'last', 'linear', 'position', 'timeDecay', 'shapley', 'removal'] as const;
export type CreditMethod = (typeof CREDIT_METHODS)[number];

/** Touches that the Markov chain of removal may remember. */
export const MARKOV_ORDERS = [1, 2, 3] as const;
export type MarkovOrder = (typeof MARKOV_ORDERS)[number];

/** What channels are worth: conversions shared among the touches before them. */
export interface AttributionAnalysis extends Analysis {
  readonly kind: 'attribution';
  readonly conversion: {
    readonly event: string;
    /** The property that says what it is worth; absent: conversions are counted alone. */
    readonly value?: string;
  };
  readonly touches: {
    /** The property that names the channel, or the campaign. */
    readonly channel: string;
    /** Only these events are touches; absent: every event that has the property. */
    readonly events?: readonly string[];
  };
  /** A touch counts this long before a conversion; absent: however long. */
  readonly within?: string;
  /** Only events at most this old; absent: all. */
  readonly period?: string;
  /** Which ways the report shows, beside the last touch; absent: all. */
  readonly ways?: readonly CreditMethod[];
  /** Touches that the chain of `removal` remembers; 1 unless told. */
  readonly order?: MarkovOrder;
  /** Of a file with a row for each path: its columns, and what stands between two channels. */
  readonly paths?: {
    readonly path?: string;
    readonly conversions?: string;
    readonly value?: string;
    readonly nulls?: string;
    readonly separator?: string;
  };
}

const column = z.string().min(1, { error: "a column's name" }).exactOptional();
const event = z.string().min(1, { error: "an event's name" });
const property = z.string().min(1, { error: "a property's name" });

/** `"kind": "attribution"` */
export const attribution: AnalysisForm<AttributionAnalysis> = {
  kind: 'attribution',
  schema: analysisOf('attribution', 'What channels are worth: conversions shared among the touches before them', {
    conversion: z
      .strictObject({
        event: event.describe('Name of the event that ends a journey'),
        value: property.exactOptional().describe('The property that says what it is worth'),
      })
      .describe('What a conversion is'),
    touches: z
      .strictObject({
        channel: property.describe('The property that names the channel, or the campaign'),
        events: z
          .array(event)
          .min(1, { error: 'at least one event' })
          .max(50, { error: 'at most 50 events' })
          .exactOptional()
          .describe('Names of the events that are touches; every event that has the property unless told'),
      })
      .describe('What a touch is'),
    within: duration.exactOptional().describe('A touch counts this long before a conversion, such as P30D'),
    period: duration.exactOptional().describe('Only events at most this old, such as P180D'),
    ways: z
      .array(z.enum(CREDIT_METHODS))
      .min(1, { error: 'at least one way' })
      .exactOptional()
      .describe('The ways to credit that the report shows, beside the last touch; all unless told'),
    order: z
      .union(
        MARKOV_ORDERS.map((order) => z.literal(order)),
        { error: MARKOV_ORDERS.join(', ') },
      )
      .exactOptional()
      .describe('Touches that the Markov chain remembers; 1 unless told'),
    paths: z
      .strictObject({
        path: column,
        conversions: column,
        value: column,
        nulls: column,
        separator: z.string().trim().min(1, { error: 'what stands between two channels' }).exactOptional(),
      })
      .exactOptional()
      .describe('Of a file with a row for each path: its columns (path, conversions, value, nulls unless told)'),
  }),
  outputs: () => ({}),
  names: () => [],
  events: ({ conversion, touches: { events = [] } }) => [
    ['/conversion/event', conversion.event],
    ...events.map((name, place) => [`/touches/events/${String(place)}`, name] as const),
  ],
  problems: ({ conversion, touches: { events = [] } }) =>
    events.flatMap((name, place) =>
      name === conversion.event
        ? [
            {
              pointer: `/touches/events/${String(place)}`,
              message: `"${name}" is the conversion: it ends a journey`,
              expected: 'events before it',
            },
          ]
        : [],
    ),
  words: ({ conversion, touches, within, period }, analyses) =>
    analyses.attribution({ conversion: conversion.event, channel: touches.channel, within, period }),
};
