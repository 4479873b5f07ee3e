import { expect, it } from 'vitest';
import { languageAsked } from './language.js';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['zh', 'zh'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['ZH-Hant-TW', 'zh'],
  ['en-GB, zh;q=0.5', 'en'],
  ['en;q=0.2, zh;q=0.7', 'zh'],
  ['de, zh;q=0.3', 'zh'],
  ['zh;q=0, *', 'en'],
  ['fr, de', 'en'],
  ['zhx', 'en'],
  ['zh;q=often, en;q=0.1', 'en'],
])('Accept-Language %j is answered in %s', (header, language) => {
  expect(languageAsked(header)).toBe(language);
});
