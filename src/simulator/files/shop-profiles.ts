import { seededRandom } from '#sdk';
import { shopStream, TODAY, type SimulatedShop } from '../shop/index.js';

/** What a customer told the shop. */
export interface ShopProfile {
  /** Row of the customer in `users`. */
  readonly user: number;
  readonly traits: {
    readonly city?: string;
    readonly gender?: string;
    readonly birthDate?: string;
    readonly registeredOn: string;
  };
  readonly consents: { readonly marketing: boolean };
}

/** Share of the customers who agreed to messages. */
const CONSENTED = 0.88;
const DAY = 86_400_000;

/** What every customer told, in the order of `users`; all days are moved by `later` milliseconds. Same shop, same profiles. */
export function* shopProfiles(shop: SimulatedShop, later = 0): Generator<ShopProfile> {
  const random = seededRandom(shopStream(shop.seed, 14));
  const today = Date.parse(TODAY) + later;
  const { facts, rows } = shop.users;
  const column = (name: string) => facts.find((fact) => fact.name === name);
  const [city, gender, age, registered] = ['city', 'gender', 'age', 'daysSinceRegistration'].map(column);
  for (let user = 0; user < rows; user++) {
    const birthDate = birthDateOf(numberAt(age, user), user, today);
    yield {
      user,
      traits: {
        ...told('city', textAt(city, user)),
        ...told('gender', textAt(gender, user)),
        ...told('birthDate', birthDate),
        registeredOn: new Date(today - numberAt(registered, user) * DAY).toISOString().slice(0, 10),
      },
      consents: { marketing: random.uniform() < CONSENTED },
    };
  }
}

type FactColumn = SimulatedShop['users']['facts'][number] | undefined;

function textAt(column: FactColumn, row: number): string | undefined {
  return column?.type === 'category' ? column.categories[column.codes[row] ?? -1] : undefined;
}

function numberAt(column: FactColumn, row: number): number {
  return column?.type === 'number' ? (column.values[row] ?? Number.NaN) : Number.NaN;
}

function told<Name extends string>(name: Name, value: string | undefined): { readonly [name in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [name in Name]: string });
}

/** Everybody's birthday is in January, so that nobody's age changes between the first mailing and today. */
function birthDateOf(age: number, row: number, today: number): string | undefined {
  if (Number.isNaN(age)) return undefined;
  const year = new Date(today).getUTCFullYear() - age;
  return `${String(year)}-01-${String(1 + (row % 31)).padStart(2, '0')}`;
}
