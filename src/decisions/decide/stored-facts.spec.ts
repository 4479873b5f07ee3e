import { expect, it } from 'vitest';
import { compileRelease } from '#strata/engine/plan';
import { type DecisionInput } from '#strata/engine';
import { type StoredFacts } from '#strata/profiles/facts';
import { type DecisionRequest } from '../request/parse-request.js';
import { withStored } from './stored-facts.js';

const release = compileRelease({ facts: {}, segments: [], models: [], strategies: [] }, 'sha256:0000');
const EMPTY = {
  exists: true,
  facts: {},
  events: [],
  consent: [],
  withdrawn: [],
  suppressed: false,
  joined: null,
} as const;

function consentOf(said: readonly string[], stored: Partial<StoredFacts>): readonly string[] {
  const input: DecisionInput = {
    id: 'd1',
    userId: 'u1',
    now: 0,
    strategies: null,
    facts: {},
    events: [],
    consent: said,
    suppressed: false,
    contacts: [],
  };
  const request: DecisionRequest = { input, detail: 'summary', context: null, namedFacts: [] };
  return withStored(request, { ...EMPTY, ...stored }, release).consent;
}

it('adds the consent of the request to the stored one', () => {
  expect(consentOf(['mail', 'sms'], { consent: ['mail', 'push'] })).toEqual(['mail', 'sms', 'push']);
  expect(consentOf([], { consent: ['push'] })).toEqual(['push']);
});

it('lets a stored withdrawal win over what the request says', () => {
  expect(consentOf(['mail', 'sms'], { withdrawn: ['mail'] })).toEqual(['sms']);
  expect(consentOf(['mail'], { consent: ['push'], withdrawn: ['mail', 'sms'] })).toEqual(['push']);
});

it('takes the request alone where nobody is stored', () => {
  expect(consentOf(['mail'], { exists: false })).toEqual(['mail']);
});
