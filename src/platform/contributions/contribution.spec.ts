import { expect, it } from 'vitest';
import { contribution } from './contribution.js';

const Words = contribution<string>('words');
const Others = contribution<string>('others');

@Words.of('one', 'two')
@Others.of('three')
class Higher {}

@Words.of('four')
class Another {}

class Lower {
  readonly brings = 'nothing';
}

it('finds what each module of the application brings along, by its kind', () => {
  const modules = new Map([Lower, Higher, Another].map((metatype) => [metatype.name, { metatype }]));
  expect(Words.all(modules)).toEqual(['one', 'two', 'four']);
  expect(Others.all(modules)).toEqual(['three']);
});
