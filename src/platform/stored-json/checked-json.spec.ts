import { expect, it } from 'vitest';
import { z } from 'zod';
import { StrataError } from '#sdk';
import { checkedJson, storedObject } from './index.js';

const plan = storedObject<{ readonly round: number; readonly note?: string }>({ round: z.int() });
const read = (text: string) =>
  checkedJson(plan, text, (why) => new StrataError('INTERNAL', `The plan is damaged: ${why}.`));

it('keeps what was written, also what nobody checks', () => {
  expect(read('{"round":1,"note":"again","more":[1]}')).toEqual({ round: 1, note: 'again', more: [1] });
});

it.each(['{"round":"1"}', '{}', 'null', '', '{"round":'])('refuses what is not what was stored: %j', (text) => {
  expect(() => read(text)).toThrow('The plan is damaged');
});
