import {
  asksModel,
  type FixedRate,
  type ModelDocument,
  type ModelReference,
  type Offer,
  type Strategy,
} from '#strata/engine';
import { type People, offerMoney, type ScoredRows } from '#strata/engine/columns';
import { type PluginHost } from '#strata/plugin-host';
import { isStrataError, StrataError } from '#sdk';
import type { ExampleData, Examples } from '../../datasets/index.js';
import { chooseVersion, type ModelRegistry } from '../../registry/index.js';
import { readFacts } from './rivals.js';
import { scoreExamples } from './held-out.js';

/** Where the money comes from: the offer of a strategy, or two plain figures. */
export type MoneySource =
  | { readonly kind: 'strategy'; readonly strategy: Strategy }
  | {
      readonly kind: 'flat';
      /** What a conversion brings, in money. */
      readonly value: number;
      /** What contacting somebody costs, in money. */
      readonly cost: number;
    };

/** What contacting each example costs and brings, in money. All arrays have an entry an example. */
export interface RowMoney {
  /** Null for plain figures; so is the offer. */
  readonly strategy: string | null;
  readonly offer: string | null;
  /** `response`: contact from the threshold up. `natural`: leave out from the threshold up, who would buy anyway. */
  readonly role: 'response' | 'natural';
  /** `gross` where no natural model tells what would have happened anyway: every conversion counts. */
  readonly basis: 'incremental' | 'gross';
  /** Contact, and the offer's face value where it is redeemed. */
  readonly cost: Float64Array;
  /** Conversions of the contacted: 0 or 1 where they were observed, else expected. */
  readonly conversions: Float64Array;
  /** Conversions that would not have come without the contact; all of them where the basis is gross. */
  readonly increment: Float64Array;
  readonly profit: Float64Array;
}

/** What to count the money of. */
export interface RowMoneyRequest {
  readonly money: MoneySource;
  readonly document: ModelDocument;
  readonly data: ExampleData;
  readonly examples: Examples;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
}

/**
 * The money of every example: that of the strategy's offer, where the model's own outcome is what was observed and the other
 * one is what the strategy's other model expects.
 *
 * @throws StrataError BAD_USAGE where the strategy does not use the model, MODEL_NOT_TRAINED for a natural model whose
 * response model has no version, BAD_COLUMN where the file lacks the order value
 */
export async function rowMoney(request: RowMoneyRequest): Promise<RowMoney> {
  const { money, examples } = request;
  return money.kind === 'flat' ? flatMoney(money, examples) : await strategyMoney(request, money.strategy);
}

function flatMoney({ value, cost }: Extract<MoneySource, { readonly kind: 'flat' }>, { label }: Examples): RowMoney {
  return {
    strategy: null,
    offer: null,
    role: 'response',
    basis: 'gross',
    cost: new Float64Array(label.length).fill(cost),
    conversions: label,
    increment: label,
    profit: label.map((converted) => value * converted - cost),
  };
}

async function strategyMoney(request: RowMoneyRequest, strategy: Strategy): Promise<RowMoney> {
  const { document, examples } = request;
  const { role, offer } = roleOf(document.id, strategy);
  const other = role === 'natural' ? offer.response : strategy.goal.natural;
  const theirs = await otherScores(request, other, role);
  const figures = offerMoney(theirs === null ? asGross(strategy) : strategy, {
    rows: examples.rows,
    now: 0,
    facts: await orderValues(request, strategy),
    scores: new Map([[document.id, { values: examples.label }], ...(theirs ?? [])]),
  })[strategy.offers.indexOf(offer)];
  if (figures === undefined) throw new StrataError('INTERNAL', `The offer "${offer.id}" has no price.`);
  const { conversion, natural, cost, profit } = figures;
  const basis = theirs === null ? 'gross' : 'incremental';
  return {
    strategy: strategy.id,
    offer: offer.id,
    role,
    basis,
    cost,
    conversions: conversion,
    increment: basis === 'gross' ? conversion : conversion.map((converted, row) => converted - (natural[row] ?? 0)),
    profit,
  };
}

/** The strategy where nothing tells what would have happened anyway. */
function asGross(strategy: Strategy): Strategy {
  const { event, within, margin, orderValue } = strategy.goal;
  return { ...strategy, goal: { event, within, margin, orderValue } };
}

function roleOf(modelId: string, strategy: Strategy): { readonly role: RowMoney['role']; readonly offer: Offer } {
  const { natural } = strategy.goal;
  const [first] = strategy.offers;
  const isModel = (source: ModelReference | FixedRate | undefined): boolean =>
    asksModel(source) && source.model === modelId;
  if (isModel(natural) && first !== undefined) return { role: 'natural', offer: first };
  const offer = strategy.offers.find(({ response }) => isModel(response));
  if (offer !== undefined) return { role: 'response', offer };
  const sources = [natural, ...strategy.offers.map(({ response }) => response)];
  const models = sources.flatMap((source) => (asksModel(source) ? [source.model] : []));
  throw new StrataError('BAD_USAGE', `The strategy "${strategy.id}" does not use the model "${modelId}".`, {
    problems: [
      { message: `"${modelId}" is neither its natural model nor an offer's response`, expected: models.join(' or ') },
    ],
  });
}

/** The scores of the model that the evaluated one goes with, by its id; none for a rate. Null where nothing gives its side. */
async function otherScores(
  { examples, host, registry, data }: RowMoneyRequest,
  source: ModelReference | FixedRate | undefined,
  role: RowMoney['role'],
): Promise<readonly (readonly [string, ScoredRows])[] | null> {
  if (source === undefined) return null;
  if (!asksModel(source)) return [];
  const version = await chooseVersion(registry, source.model, {}).catch((error: unknown) => {
    if (role === 'response' && isStrataError(error) && error.code === 'MODEL_NOT_TRAINED') return null;
    throw error;
  });
  if (version === null) return null;
  return [[source.model, await scoreExamples({ host, registry, version, data, rowNumbers: examples.rowNumbers })]];
}

/** The column of the order value, where it is a fact. */
async function orderValues({ data, examples }: RowMoneyRequest, { goal }: Strategy): Promise<People['facts']> {
  const { orderValue } = goal;
  if (typeof orderValue === 'number') return new Map();
  const { name } = data.column(orderValue.fact);
  const column = (await readFacts(data, [name], examples.rowNumbers))?.[0];
  if (column?.kind === 'number') return new Map([[name, column]]);
  throw new StrataError('BAD_COLUMN', `Column "${name}" of ${data.file} is not a number.`, {
    problems: [{ file: data.file, message: 'it is the order value of the strategy', expected: 'an amount of money' }],
  });
}
