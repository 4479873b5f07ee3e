import { describe, expect, it } from 'vitest';
import { checkColumns, parseMapping, planOf } from './fields.js';

describe('columns', () => {
  it('are understood by the names that they usually have', () => {
    const plan = planOf('events', ['userId', 'Message ID', 'event', 'timestamp', 'amount'], []);
    expect(plan.fields).toEqual({ user_id: 0, message_id: 1, name: 2, at: 3 });
    expect(plan.rest).toEqual([{ index: 4, name: 'amount', column: 'amount' }]);
  });

  it('are what a mapping says before they are what their name says', () => {
    const mappings = ['kunde=user_id', 'user_id=properties.clerk', 'note=-'].map((text) =>
      parseMapping('events', text),
    );
    const plan = planOf('events', ['kunde', 'user_id', 'name', 'at', 'note'], mappings);
    expect(plan.fields).toEqual({ user_id: 0, name: 2, at: 3 });
    expect(plan.rest).toEqual([{ index: 1, name: 'clerk', column: 'user_id' }]);
    expect(plan.ignored).toEqual(['note']);
  });

  it('beside a column of properties are no properties', () => {
    const plan = planOf('events', ['user_id', 'event', 'at', 'properties', 'context'], []);
    expect([plan.rest, plan.ignored]).toEqual([[], ['context']]);
  });

  it('of profiles are attributes and consents', () => {
    const mappings = [parseMapping('profiles', 'newsletter=consent.marketing')];
    const plan = planOf('profiles', ['user_id', 'city', 'consent.sms', 'newsletter'], mappings);
    expect(plan.rest.map(({ name }) => name)).toEqual(['city']);
    expect(plan.consents.map(({ name }) => name)).toEqual(['sms', 'marketing']);
  });

  it('that are missing are told with those that there are', () => {
    const checking =
      (columns: readonly string[], ...map: readonly string[]) =>
      () => {
        checkColumns('a.csv', 'events', { columns, mappings: map.map((text) => parseMapping('events', text)) });
      };
    expect(checking(['user', 'name', 'at'])).toThrow(
      expect.objectContaining({
        code: 'BAD_COLUMN',
        problems: [
          expect.objectContaining({ expected: expect.stringContaining('user, name, at') as string }),
          expect.objectContaining({ nearest: 'user' }),
        ],
      }) as Error,
    );
    expect(checking(['user_id', 'at'])).toThrow('not understood');
    expect(checking(['user_id', 'name', 'at'], 'when=at')).toThrow('not understood');
    expect(checking(['user_id', 'name', 'at'])).not.toThrow();
  });

  it('are mapped to fields that there are', () => {
    for (const text of ['user', '=user_id', 'user=id', 'a=properties.', 'a=consent.marketing']) {
      expect(() => parseMapping('events', text)).toThrow(expect.objectContaining({ code: 'BAD_USAGE' }) as Error);
    }
    expect(parseMapping('events', 'a=b=at')).toEqual({ column: 'a=b', field: 'at' });
  });
});
