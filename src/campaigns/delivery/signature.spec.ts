import { expect, it } from 'vitest';
import { keysOf, signedHeaders } from './signature.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const MESSAGE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: 1614265330_000, body: '{"test": 2432232314}' };
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

it('signs as Standard Webhooks does', () => {
  expect(signedHeaders(MESSAGE, keysOf(SECRET, 'SECRET'))).toEqual({
    'content-type': 'application/json',
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': SIGNATURE,
  });
});

it('signs with each of several secrets', () => {
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const signature = signedHeaders(MESSAGE, keysOf(`${SECRET} ${other}`, 'SECRET'))['webhook-signature']!;
  expect(signature.split(' ')).toHaveLength(2);
  expect(signature.split(' ')[0]).toBe(SIGNATURE);
});

it.each([undefined, '', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_short', `${SECRET} whsec_`])(
  'refuses %j as a secret, without repeating it',
  (secret) => {
    expect(() => keysOf(secret, 'CRM_SECRET')).toThrow(/^CRM_SECRET (is not set|holds no secret of webhooks)\.$/);
  },
);
