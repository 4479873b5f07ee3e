import { expect, it } from 'vitest';
import { DocsController } from './docs.controller.js';

const docs = new DocsController();

it('serves the JSON Schema of each kind of document', () => {
  for (const kind of ['shop', 'facts', 'segment', 'model', 'strategy']) {
    expect(JSON.parse(docs.schema(`${kind}.json`))).toMatchObject({ type: 'object' });
  }
});

it('names the nearest schema', () => {
  expect(() => docs.schema('strategies.json')).toThrow(
    expect.objectContaining({ code: 'NOT_FOUND', problems: [expect.objectContaining({ nearest: 'strategy.json' })] }),
  );
});
