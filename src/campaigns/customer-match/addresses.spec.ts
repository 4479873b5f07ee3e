import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { hashedAddresses, matchHeader } from './addresses.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const of = (platform: 'google' | 'meta', email: string | null, phone: string | null = null) =>
  hashedAddresses(platform, { email, phone });

it('e-mail addresses are hashed as each platform documents it', () => {
  // The example of Google's documentation.
  expect(of('google', ' Cloudy.SanFrancisco+Shopping@GMail.com ').email).toBe(sha256('cloudysanfrancisco@gmail.com'));
  expect(of('google', 'user.name+NYC@Example.com').email).toBe(sha256('user.name+nyc@example.com'));
  expect(of('meta', ' A.B+c@GMAIL.com').email).toBe(sha256('a.b+c@gmail.com'));
  expect(of('meta', 'INGE@EXAMPLE.COM').email).toBe(sha256('inge@example.com'));
});

it('phone numbers are E.164, with + or without as the platform wants them', () => {
  expect(of('google', null, '+1 (800) 555-0100').phone).toBe(sha256('+18005550100'));
  expect(of('google', null, '0049 (0)30 / 1234567').phone).toBe(sha256('+49301234567'));
  expect(of('meta', null, '+44 844 412.4653').phone).toBe(sha256('448444124653'));
});

it('what is copied from elsewhere finds the same person: full-width digits, other dashes, marks that nobody sees', () => {
  expect(of('google', null, '＋８６ 138–0013‑8000').phone).toBe(sha256('+8613800138000'));
  expect(of('google', null, '\u202a+49 170 1234567\u202c').phone).toBe(sha256('+491701234567'));
  expect(of('meta', 'ann@example.com\u200b').email).toBe(sha256('ann@example.com'));
});

it.each(['', 'ann', 'ann@', '@example.com', 'ann@example', 'a@b@example.com', `${'a'.repeat(250)}@b.com`])(
  '%j is no e-mail address',
  (email) => {
    expect(of('google', email).email).toBeNull();
  },
);

it.each(['', '030 1234567', '+0 301234567', '+12', '+1234567890123456', 'call me', '+1 800 FLOWERS'])(
  '%j is no number that says its country',
  (phone) => {
    expect(of('meta', null, phone).phone).toBeNull();
  },
);

it('columns are called as the platform calls them', () => {
  expect([matchHeader('google'), matchHeader('meta')]).toEqual(['Email,Phone\n', 'email,phone\n']);
});
