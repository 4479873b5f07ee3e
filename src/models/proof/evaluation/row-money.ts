import { type FixedRate, type ModelDocument, type ModelReference, type Offer, type Strategy } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { isStrataError, StrataError } from '#sdk';
import type { ExampleData, Examples } from '../../datasets/index.js';
import { chooseVersion, type ModelRegistry } from '../../registry/index.js';
import { readFacts } from './rivals.js';
import { scoreExamples } from './score-examples.js';

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
 * The money of every example, with what was observed for the model's own outcome and what the strategy's other model
 * expects for the other one: margin × order value × (p₁ − p₀) − contact cost − p₁ × redemption rate × face value.
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
  const other = await otherProbability(request, role === 'natural' ? offer.response : strategy.goal.natural, role);
  const value = await orderValues(request, strategy);
  const observed = examples.label;
  const expected = other ?? new Float64Array(examples.rows);
  const [withOffer, without] = role === 'natural' ? [expected, observed] : [observed, expected];
  const increment = withOffer.map((converted, row) => converted - (without[row] ?? 0));
  const cost = withOffer.map((converted) => offer.contactCost + converted * offer.redemptionRate * offer.faceValue);
  return {
    strategy: strategy.id,
    offer: offer.id,
    role,
    basis: other === null ? 'gross' : 'incremental',
    cost,
    conversions: withOffer,
    increment,
    profit: increment.map((gained, row) => strategy.goal.margin * (value[row] ?? 0) * gained - (cost[row] ?? 0)),
  };
}

function roleOf(modelId: string, strategy: Strategy): { readonly role: RowMoney['role']; readonly offer: Offer } {
  const { natural } = strategy.goal;
  const [first] = strategy.offers;
  const isModel = (source: ModelReference | FixedRate | undefined): boolean =>
    source !== undefined && 'model' in source && source.model === modelId;
  if (isModel(natural) && first !== undefined) return { role: 'natural', offer: first };
  const offer = strategy.offers.find(({ response }) => isModel(response));
  if (offer !== undefined) return { role: 'response', offer };
  const sources = [natural, ...strategy.offers.map(({ response }) => response)];
  const models = sources.flatMap((source) => (source !== undefined && 'model' in source ? [source.model] : []));
  throw new StrataError('BAD_USAGE', `The strategy "${strategy.id}" does not use the model "${modelId}".`, {
    problems: [
      { message: `"${modelId}" is neither its natural model nor an offer's response`, expected: models.join(' or ') },
    ],
  });
}

/** The probability that the evaluated model does not give, one an example; null where nothing gives it. */
async function otherProbability(
  { examples, host, registry, data }: RowMoneyRequest,
  source: ModelReference | FixedRate | undefined,
  role: RowMoney['role'],
): Promise<Float64Array | null> {
  if (source === undefined) return null;
  if ('rate' in source) return new Float64Array(examples.rows).fill(source.rate);
  const version = await chooseVersion(registry, source.model, {}).catch((error: unknown) => {
    if (role === 'response' && isStrataError(error) && error.code === 'MODEL_NOT_TRAINED') return null;
    throw error;
  });
  if (version === null) return null;
  return await scoreExamples({ host, registry, version, data, rowNumbers: examples.rowNumbers });
}

/** In money, one an example; 0 where the fact is missing. */
async function orderValues({ data, examples }: RowMoneyRequest, { goal }: Strategy): Promise<Float64Array> {
  const { orderValue } = goal;
  if (typeof orderValue === 'number') return new Float64Array(examples.rows).fill(orderValue);
  const { name } = data.column(orderValue.fact);
  const column = (await readFacts(data, [name], examples.rowNumbers))?.[0];
  if (column?.type === 'number') return column.values.map((value) => (Number.isNaN(value) ? 0 : value));
  throw new StrataError('BAD_COLUMN', `Column "${name}" of ${data.file} is not a number.`, {
    problems: [{ file: data.file, message: 'it is the order value of the strategy', expected: 'an amount of money' }],
  });
}
