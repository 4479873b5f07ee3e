import { type FeatureColumn, seededRandom, type SeededRandom } from '#sdk';
import { type FactCatalogue, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';

/** A person as a file has it; null where a cell is empty. */
export interface Person {
  readonly user: string;
  readonly days: number;
  readonly spend: number | null;
  readonly city: string | null;
  readonly member: boolean;
  readonly born: string | null;
  readonly agreed: boolean;
}

const CITIES = ['Hangzhou', 'Shanghai', 'Suzhou', null];

export function makePeople(count: number, seed: number): readonly Person[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => ({
    user: `${random.uniform() < 0.1 ? 'a person with a long name ' : 'u'}${String(index)}`,
    days: random.integer(400),
    spend: random.uniform() < 0.1 ? null : Math.round(1000 * Math.exp(3 + random.normal())) / 1000,
    city: CITIES[random.integer(CITIES.length)] ?? null,
    member: random.uniform() < 0.5,
    born: random.uniform() < 0.2 ? null : `19${String(60 + random.integer(40))}-0${String(1 + random.integer(9))}-15`,
    agreed: random.uniform() < 0.9,
  }));
}

const FACTS: FactCatalogue = {
  days: { type: 'number', unit: 'days', from: { profile: 'days' }, words: 'days since the last order' },
  spend: { type: 'number', unit: 'money', from: { profile: 'spend' }, words: 'spend' },
  city: { type: 'string', from: { profile: 'city' }, words: 'city' },
  member: { type: 'boolean', from: { profile: 'member' }, words: 'is a member' },
  born: { type: 'date', from: { profile: 'born' }, words: 'date of birth' },
};

export const NOW = Date.parse('2026-11-22T08:00:00Z');

/** A strategy at level 3, with two coupons and an experiment. */
export const STRATEGY: Strategy = {
  id: 'win-back',
  title: 'Win back',
  consent: 'marketing',
  segment: 'dormant',
  goal: {
    event: 'order',
    within: 'P14D',
    margin: 0.4,
    orderValue: { fact: 'spend' },
    natural: { model: 'natural' },
  },
  predictive: {
    when: { all: [{ fact: 'score', params: { model: 'natural', as: 'rank' }, operator: 'lessThan', value: 0.7 }] },
    onFailure: 'baseline',
  },
  baseline: { title: 'By hand', when: { all: [{ fact: 'member', operator: 'equal', value: true }] }, offer: 'five' },
  offers: [
    { id: 'five', title: '5', faceValue: 5, redemptionRate: 0.6, contactCost: 0.1, response: { model: 'coupon' } },
    {
      id: 'three',
      title: '3',
      when: { all: [{ fact: 'born', operator: 'lessThan', value: '1985-01-01' }] },
      faceValue: 3,
      redemptionRate: 0.5,
      contactCost: 0.05,
      response: { rate: 0.3 },
    },
  ],
  limits: { perUser: { contacts: 1, within: 'P7D' } },
  experiment: { seed: 'w', holdout: 0.1, arms: { model: 0.7, baseline: 0.3 } },
};

export function documentsOf(strategy: Strategy): ReleaseDocuments {
  const where = { all: [{ fact: 'days', operator: 'greaterThanInclusive', value: 90 }] };
  const cities = {
    any: [
      { fact: 'city', operator: 'in', value: ['Shanghai', 'Hangzhou'] },
      { fact: 'city', operator: 'exists', value: false },
    ],
  };
  return {
    facts: FACTS,
    segments: [
      { id: 'dormant', title: 'Dormant', condition: { all: [...where.all, cities] } },
      { id: 'members', title: 'Members', condition: { all: [{ fact: 'member', operator: 'equal', value: true }] } },
    ],
    models: [],
    strategies: [strategy],
  };
}

type Trained = ReadonlyMap<string, { readonly version: number; readonly bytes: Uint8Array }>;

/** What was trained by each plugin in this process: the same models, whoever asks. */
const trained = new Map<string, Promise<Trained>>();

/** Trains the models that the strategy reads, on other people. */
export function trainModels(host: PluginHost, plugin = 'logistic-regression'): Promise<Trained> {
  const known = trained.get(plugin) ?? train(host, plugin);
  trained.set(plugin, known);
  return known;
}

async function train(host: PluginHost, plugin: string): Promise<Trained> {
  const people = makePeople(2000, 99);
  const random = seededRandom(5);
  const columns = featuresOf(people);
  const learn = async (link: (person: Person) => number) => {
    const label = Float64Array.from(people, (person) => drawn(random, link(person)));
    const { bytes } = await host.train({ plugin, task: 'binary', columns, label, seed: 1 });
    return { version: 1, bytes };
  };
  const base = ({ days, spend, city }: Person): number =>
    -1 - days / 300 + Math.log(spend ?? 10) / 4 + Number(city === 'Shanghai');
  return new Map([
    ['natural', await learn(base)],
    ['coupon', await learn((person) => 1 + base(person) + Number(person.member))],
  ]);
}

function drawn(random: SeededRandom, link: number): number {
  return random.uniform() < 1 / (1 + Math.exp(-link)) ? 1 : 0;
}

/** The features that the models read. */
export function featuresOf(people: readonly Person[]): readonly FeatureColumn[] {
  const cities = CITIES.filter((city) => city !== null);
  return [
    { name: 'days', type: 'number', values: Float64Array.from(people, ({ days }) => days) },
    { name: 'spend', type: 'number', values: Float64Array.from(people, ({ spend }) => spend ?? Number.NaN) },
    { name: 'member', type: 'number', values: Float64Array.from(people, ({ member }) => Number(member)) },
    {
      name: 'born',
      type: 'number',
      values: Float64Array.from(people, ({ born }) => (born === null ? Number.NaN : Date.parse(born))),
    },
    {
      name: 'city',
      type: 'category',
      codes: Int32Array.from(people, ({ city }) => cities.indexOf(city ?? '')),
      categories: cities,
    },
  ];
}
