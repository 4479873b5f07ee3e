import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseRequest } from './parse-request.js';
import { RequestPipe } from './request-pipe.js';
import { createZodDto } from 'nestjs-zod/dto';

const consent = z.strictObject({ purpose: z.string(), granted: z.boolean() });
const schema = z.strictObject({ consents: z.array(z.union([consent, z.string()])), limit: z.int().default(5) });

it('reads what is right, with its defaults', () => {
  expect(parseRequest(schema, { consents: ['ads'] })).toEqual({ consents: ['ads'], limit: 5 });
});

it('names the nearest known member of the object that an unknown one stands in, also in one of several forms', () => {
  const wrong = { consents: [{ purpose: 'ads', grantd: true, granted: true }], limits: 1 };
  expect(() => parseRequest(schema, wrong)).toThrow(
    expect.objectContaining({
      code: 'INVALID_REQUEST',
      problems: [
        expect.objectContaining({
          pointer: '/consents/0/grantd',
          expected: 'purpose, granted',
          nearest: 'granted',
        }),
        expect.objectContaining({ pointer: '/limits', expected: 'consents, limit', nearest: 'limit' }),
      ],
    }),
  );
});

it('tells nothing of the values themselves', () => {
  const secret = 'swordfish';
  let message = '';
  try {
    parseRequest(schema, { consents: [{ purpose: 5, granted: secret }], limit: secret });
  } catch (error) {
    message = JSON.stringify(error) + String(error);
  }
  expect(message).toContain('/limit');
  expect(message).not.toContain(secret);
});

it('reads the parameters that are DTOs, a missing body as an empty one, and leaves all others alone', () => {
  class Body extends createZodDto(schema) {}
  const pipe = new RequestPipe();
  const transform = (value: unknown, metatype?: typeof Body) => pipe.transform(value, { type: 'body', metatype });
  expect(transform({ consents: [] }, Body)).toEqual({ consents: [], limit: 5 });
  expect(() => transform(undefined, Body)).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ pointer: '/consents' })] }),
  );
  expect(transform({ anything: 1 })).toEqual({ anything: 1 });
});
