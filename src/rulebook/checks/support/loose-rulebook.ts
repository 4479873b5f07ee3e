import { type Problem } from '#sdk';
import { type PluginCatalogue } from '../context/plugin-catalogue.js';
import { requestDocuments } from '../../documents/index.js';
import { validateDocuments } from '../validate.js';

/** The plugins that there are. */
export const plugins: PluginCatalogue = {
  plugins: new Map([
    ['logistic-regression', { manifest: { kind: 'scorer', tasks: ['binary'] } }],
    ['bandit', { manifest: { kind: 'policy', tasks: [] } }],
  ]),
  parseOptions: (_, options) =>
    Object.keys(options as object).includes('epoch')
      ? { ok: false, problems: [{ message: 'unknown option', pointer: '/epoch', nearest: 'epochs' }] }
      : { ok: true },
};

/** A strategy whose parts can be replaced by what they must not be. */
interface LooseStrategy extends Record<string, unknown> {
  goal: { natural: { model?: string; rate?: number }; orderValue: unknown };
  predictive: { when: { all: { params: { model: string } }[] }; rankBy?: object };
  baseline: { rankBy: { fact: string }; when?: object; offer: string };
  offers: { response: object; minimumSpend?: number }[];
  limits: { budget: number };
  experiment: { arms: object };
}

/** A valid rulebook of one document each, to be broken. */
export function rulebook() {
  return {
    facts: {
      orders: { type: 'number', from: { events: { name: 'order_placed', measure: 'count' } }, words: 'orders' },
      couponOrders: {
        type: 'number',
        from: { events: { name: 'order_placed', measure: 'count', where: { coupon: true } } },
        words: 'orders with a coupon',
      },
      couponShare: { type: 'number', from: { ratio: ['couponOrders', 'orders'] }, words: 'share of coupon orders' },
      city: { type: 'string', from: { profile: 'city' }, words: 'city' },
      gender: { type: 'string', from: { profile: 'gender' }, words: 'gender', sensitive: true },
      interests: { type: 'list', from: { profile: 'interests' }, words: 'interests' },
      joined: { type: 'date', from: { profile: 'joined' }, words: 'date of joining' },
    } as Record<string, Record<string, unknown>>,
    segments: [
      { id: 'buyers', title: 'Buyers', condition: leaf('orders', 'greaterThan', 0) },
      { id: 'locals', title: 'Locals', condition: { all: [{ condition: 'buyers' }, leaf('city', 'equal', 'Here')] } },
    ] as Record<string, unknown>[],
    models: [
      {
        id: 'natural',
        title: 'Buys anyway',
        plugin: 'logistic-regression',
        task: 'binary',
        label: { event: 'order_placed', within: 'P14D' },
        population: 'buyers',
        features: ['orders', 'city'],
      },
    ] as Record<string, unknown>[],
    strategies: [
      {
        id: 'coupon',
        title: 'Coupon',
        goal: {
          event: 'order_placed',
          within: 'P14D',
          margin: 0.3,
          orderValue: 100,
          natural: { model: 'natural' },
        },
        consent: 'marketing',
        segment: 'locals',
        trigger: { all: [leaf('events', 'greaterThan', 0, { name: 'visited', within: 'P1D' })] },
        predictive: { when: { all: [leaf('score', 'lessThan', 0.9, { model: 'natural' })] }, onFailure: 'baseline' },
        baseline: { title: 'By hand', rankBy: { fact: 'orders', order: 'desc' }, offer: 'ten' },
        offers: [
          { id: 'ten', title: '10 off', faceValue: 10, redemptionRate: 1, contactCost: 0.1, response: { rate: 0.2 } },
        ],
        limits: { budget: 1000, perUser: { contacts: 1, within: 'P7D' } },
        experiment: { seed: 's', holdout: 0.1, arms: { model: 0.5, baseline: 0.5 } },
      },
    ] as unknown as LooseStrategy[],
  };
}
/** The rulebook, to be broken. */
export type Rulebook = ReturnType<typeof rulebook>;

/** A leaf of a condition. */
export function leaf(fact: string, operator: string, value: unknown, params?: object) {
  return { fact, operator, value, ...(params === undefined ? {} : { params }) };
}

/** What checking says of the rulebook after a change. */
export function validate(change: (rules: Rulebook) => void) {
  const rules = rulebook();
  change(rules);
  return validateDocuments(requestDocuments(rules), { plugins });
}

/** Where the problems are and what would have been right: `file pointer → nearest`. */
export function found(problems: readonly Problem[]): string[] {
  return problems.map(({ file = '', pointer = '', nearest }) =>
    [`${file} ${pointer}`, ...(nearest === undefined ? [] : [nearest])].join(' → '),
  );
}

/** Where a rulebook has problems after a change. */
export const problemsOf = (change: (rules: Rulebook) => void) => found(validate(change).problems);
/** Where it is warned of something. */
export const warningsOf = (change: (rules: Rulebook) => void) => found(validate(change).warnings);
