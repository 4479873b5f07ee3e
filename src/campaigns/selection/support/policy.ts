import { seededRandom } from '#sdk';
import { type Contact, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { type PersonState, type PersonStates } from '../../audience/index.js';
import { type KnownAlone } from './decide-alone.js';
import { documentsOf, NOW, type Person, STRATEGY } from './people.js';

/** The strategy with a channel for each of its coupons. */
export const BY_CHANNEL: Strategy = {
  ...STRATEGY,
  offers: STRATEGY.offers.map((offer) => ({ ...offer, channel: offer.id === 'five' ? 'sms' : 'mail' })),
};

/** Documents with a contact policy, whose time zone no file tells. */
export const UNDER_POLICY: ReleaseDocuments = {
  ...documentsOf(BY_CHANNEL),
  facts: {
    ...documentsOf(BY_CHANNEL).facts,
    zone: { type: 'string', from: { profile: 'zone' }, words: 'time zone' },
  },
  contactPolicy: {
    caps: [
      { channel: 'sms', contacts: 1, within: 'P2D' },
      { contacts: 3, within: 'P7D' },
    ],
    quietHours: [{ channel: 'mail', from: '17:00', to: '08:30' }],
    timeZone: { fact: 'zone' },
  },
};

const HOUR = 3_600_000;
const CHANNELS = ['sms', 'mail', undefined] as const;
const ZONES = ['Asia/Shanghai', 'America/New_York', 'Nowhere/City', null] as const;

/** What Strata knows of people: as single decisions are told, and as campaigns are. */
export interface KnownPolicyPeople {
  readonly knownOf: (user: string) => KnownAlone;
  readonly states: PersonStates;
  readonly list: readonly PersonState[];
}

/** Earlier contacts by this strategy and others, and time zones, of two in three people. */
export function knownUnderPolicy(people: readonly Person[], seed: number): KnownPolicyPeople {
  const random = seededRandom(seed);
  const known = people
    .filter(() => random.uniform() < 2 / 3)
    .map(({ user }) => {
      const contacts = Array.from({ length: random.integer(5) }, (): Contact => {
        const channel = CHANNELS[random.integer(CHANNELS.length)];
        const strategy = random.uniform() < 0.1 ? STRATEGY.id : 'another';
        const at = NOW - random.integer(200) * HOUR;
        return { strategy, offer: 'o', at, ...(channel === undefined ? {} : { channel }) };
      });
      return { user, contacts, zone: ZONES[random.integer(ZONES.length)] ?? null };
    });
  const byUser = new Map(known.map((one) => [one.user, one]));
  const list = known.map(({ user, contacts, zone }): PersonState => ({
    ...{ id: user, suppressed: false, consent: null, drawnAs: null, timeZone: zone, policyContacts: contacts },
    contacts: contacts
      .filter(({ strategy }) => strategy === STRATEGY.id)
      .map(({ at }) => ({ at, decided: false, goalReached: false })),
  }));
  return {
    list,
    knownOf(user) {
      const { contacts = [], zone = null } = byUser.get(user) ?? {};
      return { facts: zone === null ? {} : { zone }, contacts };
    },
    states: {
      async *read() {
        yield await Promise.resolve(list);
      },
    },
  };
}
