import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Contact, type ContactPolicy } from '../index.js';
import { capBlock, compilePolicy, policyContactsOf, policyRuleWords, quietBlock, zoneOf } from './policy.js';

const NOW = Date.parse('2026-11-22T08:00:00Z');
const HOUR = 3_600_000;

function policy(contactPolicy: ContactPolicy, timeZone = 'UTC') {
  return compilePolicy({ contactPolicy, shop: { timeZone } })!;
}

function contact(hoursAgo: number, channel?: string): Contact {
  return { strategy: 's', offer: 'o', at: NOW - hoursAgo * HOUR, ...(channel === undefined ? {} : { channel }) };
}

function block(of: ContactPolicy, channel: string | undefined, contacts: readonly Contact[], now = NOW) {
  return capBlock(policy(of), channel, policyContactsOf([contacts]), { start: 0, end: contacts.length, now });
}

it('counts contacts of the channel and of unknown ones, and those of all where the cap names none', () => {
  const sms = { caps: [{ channel: 'sms', contacts: 2, within: 'P1D' }] };
  expect(block(sms, 'sms', [contact(1, 'sms'), contact(2, 'mail')])).toBeNull();
  expect(block(sms, 'sms', [contact(1, 'sms'), contact(2)])).toMatchObject({ rule: 0, contacts: 2 });
  expect(block(sms, 'mail', [contact(1, 'sms'), contact(2, 'sms')])).toBeNull();
  expect(block(sms, undefined, [contact(1, 'sms'), contact(2, 'sms')])).toBeNull();
  expect(block({ caps: [{ contacts: 1, within: 'P1D' }] }, undefined, [contact(1, 'mail')])).not.toBeNull();
});

it('ends when as many contacts are out of its time as stand in the way, and not a millisecond before', () => {
  const caps = fc.record({ contacts: fc.integer({ min: 1, max: 3 }), within: fc.constantFrom('PT6H', 'P1D', 'P2D') });
  const contacts = fc.array(
    fc.integer({ min: 0, max: 60 }).map((hours) => contact(hours, 'sms')),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(fc.array(caps, { minLength: 1, maxLength: 2 }), contacts, (given, made) => {
      const found = block({ caps: given }, 'sms', made);
      if (found === null) return;
      expect(found.until).toBeGreaterThan(NOW);
      expect(block({ caps: given }, 'sms', made, found.until)).toBeNull();
      expect(block({ caps: given }, 'sms', made, found.until - 1)).not.toBeNull();
    }),
  );
});

it('is quiet from one time of the day to another by the clock of the zone, over midnight and over a change of clocks', () => {
  const night = policy({ quietHours: [{ channel: 'sms', from: '21:00', to: '08:00' }] });
  const at = (text: string, zone: string) => quietBlock(night, 'sms', zone, Date.parse(text));
  const until = (text: string) => ({ rule: 0, contacts: 0, until: Date.parse(text) });
  expect(at('2026-11-22T21:00:00Z', 'UTC')).toEqual(until('2026-11-23T08:00:00Z'));
  expect(at('2026-11-22T07:59:59Z', 'UTC')).toEqual(until('2026-11-22T08:00:00Z'));
  expect(at('2026-11-22T08:00:00Z', 'UTC')).toBeNull();
  expect(at('2026-11-22T08:00:00Z', 'America/New_York')).toEqual(until('2026-11-22T13:00:00Z'));
  // Clocks go forward at two o'clock in that night, so that it is an hour shorter.
  expect(at('2026-03-28T22:00:00Z', 'Europe/Berlin')).toEqual(until('2026-03-29T06:00:00Z'));
  expect(quietBlock(night, 'mail', 'UTC', Date.parse('2026-11-22T23:00:00Z'))).toBeNull();
});

it('takes the zone of the shop for whoever has none that is one', () => {
  const shop = policy({}, 'Asia/Shanghai');
  expect(['Europe/Berlin', 'Nowhere/City', 7, undefined].map((told) => zoneOf(shop, told))).toEqual([
    'Europe/Berlin',
    'Asia/Shanghai',
    'Asia/Shanghai',
    'Asia/Shanghai',
  ]);
});

it('says its rules in words', () => {
  const { rules } = policy({
    caps: [
      { channel: 'sms', contacts: 2, within: 'P7D' },
      { contacts: 1, within: 'P1D' },
    ],
    quietHours: [{ from: '21:00', to: '08:00' }],
  });
  expect(rules.map((rule) => policyRuleWords(rule))).toEqual([
    'at most 2 contacts by sms in 7 days',
    'at most 1 contact in 1 day',
    'nobody is contacted between 21:00 and 08:00',
  ]);
});
