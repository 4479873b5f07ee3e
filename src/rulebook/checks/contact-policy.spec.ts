import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ContactPolicy, type ReleaseDocuments } from '#strata/engine';
import { loadDocuments, requestDocuments } from '../documents/index.js';
import { explainDocument } from '../explain/index.js';
import { compareReleases } from '../releases/compare-releases.js';
import { releaseHash } from '../releases/release-hash.js';
import { writeDocuments } from '../releases/write.js';
import { validateDocuments } from './validate.js';

const POLICY: ContactPolicy = {
  caps: [
    { contacts: 3, within: 'P7D' },
    { channel: 'sms', contacts: 1, within: 'P7D' },
  ],
  quietHours: [{ channel: 'sms', from: '21:00', to: '08:00' }],
  timeZone: { fact: 'zone' },
};
const FACTS = {
  zone: { type: 'string', from: { profile: 'timeZone' }, words: 'time zone' },
  orders: { type: 'number', from: { profile: 'orders' }, words: 'orders' },
};

const check = (contactPolicy: unknown) => validateDocuments(requestDocuments({ facts: FACTS, contactPolicy }));

it('is a document of the release, which has the hash that it had where there is none', () => {
  const { documents } = check(POLICY);
  expect(documents!.contactPolicy).toEqual(POLICY);
  const { contactPolicy, ...without } = documents!;
  const absent = check(undefined).documents!;
  expect(releaseHash(without as ReleaseDocuments)).toBe(releaseHash(absent));
  expect(releaseHash(documents!)).not.toBe(releaseHash(absent));
  expect(compareReleases(absent, { ...absent, contactPolicy: contactPolicy! }).appear).toEqual(['contact-policy']);
});

it.each([
  [{ caps: [{ contacts: 0, within: 'P7D' }] }, '/caps/0/contacts'],
  [{ caps: [{ contacts: 1, within: 'P1M' }] }, '/caps/0/within'],
  [{ quietHours: [{ from: '24:00', to: '08:00' }] }, '/quietHours/0/from'],
  [{ quietHours: [{ from: '08:00', to: '08:00' }] }, '/quietHours/0/to'],
  [{ timeZone: { fact: 'zoen' } }, '/timeZone/fact'],
  [{ timeZone: { fact: 'orders' } }, '/timeZone/fact'],
  [{ cap: [] }, '/cap'],
])('is refused as %j', (policy, pointer) => {
  expect(check(policy).problems).toMatchObject([{ file: 'contact-policy.json', pointer }]);
});

it('warns of channels that no offer has', () => {
  expect(check(POLICY).warnings.map(({ pointer }) => pointer)).toEqual(['/caps/1/channel', '/quietHours/0/channel']);
});

it('is written to a rules folder and read again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'strata-policy-'));
  try {
    await writeDocuments(check(POLICY).documents!, folder);
    const text = await readFile(join(folder, 'contact-policy.json'), 'utf8');
    expect(text).toContain('schemas/contact-policy.json');
    expect(JSON.parse(text)).toMatchObject(POLICY);
    expect(validateDocuments(await loadDocuments(folder)).documents!.contactPolicy).toEqual(POLICY);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('is told in words', () => {
  const [{ sentences } = { sentences: [] }] = explainDocument(check(POLICY).documents!, 'contact-policy').sections;
  expect(sentences).toEqual([
    'At most 3 contacts in 7 days.',
    'At most 1 contact by sms in 7 days.',
    "Nobody is contacted by sms between 21:00 and 08:00, by the person's time zone, else in UTC.",
  ]);
});
