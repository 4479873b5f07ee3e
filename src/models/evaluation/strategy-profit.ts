import {
  type FixedRate,
  type ModelDocument,
  type ModelReference,
  type Offer,
  type Strategy,
} from '../../engine/index.js';
import { type PluginHost } from '../../plugin-host/index.js';
import { isStrataError, StrataError } from '../../sdk/index.js';
import { bestProfit, profitCurve, type ProfitPoint } from '../../statistics/index.js';
import { chooseVersion } from '../registry/choose-version.js';
import { type DataFile } from '../data-file.js';
import { type Examples, featureRequest } from '../examples.js';
import { type ModelRegistry } from '../registry/model-registry.js';
import { readFacts } from './rivals.js';
import { scoreInParts } from '../score-columns.js';
import { readTable } from '../table.js';
import { pickRows } from '../table-column.js';

/** What the strategy's money says about the model's threshold. */
export interface ProfitReport {
  readonly strategy: string;
  readonly offer: string;
  /** `response`: contact from the threshold up. `natural`: leave out from the threshold up, who would buy anyway. */
  readonly role: 'response' | 'natural';
  /** `gross` where no natural model tells what would have happened anyway: every conversion counts. */
  readonly basis: 'incremental' | 'gross';
  readonly best: ProfitPoint;
  /** Contacting every row. */
  readonly everybody: ProfitPoint;
  /** From contacting nobody to contacting everybody. */
  readonly curve: readonly ProfitPoint[];
}

/** What to count the money of. */
export interface ProfitRequest {
  readonly strategy: Strategy;
  readonly document: ModelDocument;
  readonly data: DataFile;
  readonly examples: Examples;
  /** The model's, one an example. */
  readonly scores: Float64Array;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
}

/**
 * The profit of every threshold, with what was observed on these rows for the model's own outcome and what the
 * strategy's other model expects for the other one:
 * margin × order value × (p₁ − p₀) − contact cost − p₁ × redemption rate × face value.
 *
 * @throws StrataError BAD_USAGE where the strategy does not use the model, MODEL_NOT_TRAINED for a natural model whose
 * response model has no version, BAD_COLUMN where the file lacks the order value
 */
export async function profitReport(request: ProfitRequest): Promise<ProfitReport> {
  const { strategy, document, examples, scores } = request;
  const { role, offer } = roleOf(document.id, strategy);
  const other = await otherProbability(request, role === 'natural' ? offer.response : strategy.goal.natural, role);
  const value = await orderValues(request);
  const profits = Float64Array.from(examples.label, (observed, row) => {
    const expected = other?.[row] ?? 0;
    const [withOffer, without] = role === 'natural' ? [expected, observed] : [observed, expected];
    const cost = offer.contactCost + withOffer * offer.redemptionRate * offer.faceValue;
    return strategy.goal.margin * (value[row] ?? 0) * (withOffer - without) - cost;
  });
  const curve = profitCurve(scores, profits, role === 'natural' ? 'below' : 'from');
  const best = bestProfit(curve);
  const everybody = curve.at(-1);
  if (best === undefined || everybody === undefined) throw new StrataError('INTERNAL', 'A profit curve has no points.');
  const basis = other === null ? 'gross' : 'incremental';
  return { strategy: strategy.id, offer: offer.id, role, basis, best, everybody, curve };
}

function roleOf(modelId: string, strategy: Strategy): { readonly role: ProfitReport['role']; readonly offer: Offer } {
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
  request: ProfitRequest,
  source: ModelReference | FixedRate | undefined,
  role: ProfitReport['role'],
): Promise<Float64Array | null> {
  const { examples, host, registry, data } = request;
  if (source === undefined) return null;
  if ('rate' in source) return new Float64Array(examples.rows).fill(source.rate);
  const version = await chooseVersion(registry, source.model, {}).catch((error: unknown) => {
    if (role === 'response' && isStrataError(error) && error.code === 'MODEL_NOT_TRAINED') return null;
    throw error;
  });
  if (version === null) return null;
  const scorer = await host.load(await registry.artefact(source.model, version.version));
  try {
    const columns = scorer.features.map((feature) => featureRequest({}, feature, data));
    const table = await readTable(data, { columns });
    const features = scorer.features.flatMap(({ name }) => table.columns.get(name) ?? []);
    const { values } = await scoreInParts(
      scorer,
      features.map((column) => pickRows(column, examples.rowNumbers)),
    );
    return values;
  } finally {
    await scorer.close();
  }
}

/** In money, one an example; 0 where the fact is missing. */
async function orderValues({ strategy, data, examples }: ProfitRequest): Promise<Float64Array> {
  const { orderValue } = strategy.goal;
  if (typeof orderValue === 'number') return new Float64Array(examples.rows).fill(orderValue);
  const { name } = data.column(orderValue.fact);
  const column = (await readFacts(data, [name], examples.rowNumbers))?.[0];
  if (column?.type === 'number') return column.values.map((value) => (Number.isNaN(value) ? 0 : value));
  throw new StrataError('BAD_COLUMN', `Column "${name}" of ${data.file} is not a number.`, {
    problems: [{ file: data.file, message: 'it is the order value of the strategy', expected: 'an amount of money' }],
  });
}
