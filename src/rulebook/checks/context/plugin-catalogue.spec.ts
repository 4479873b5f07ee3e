import { expect, it } from 'vitest';
import { askPlugins, type AskedPlugins } from './plugin-catalogue.js';
import { validateWithPlugins } from '../validate-with-plugins.js';
import { requestDocuments } from '../../documents/request-documents.js';

/** A plugin that takes its time, and only an even number of bands. */
function bands(asked: unknown[] = []): AskedPlugins {
  return {
    plugins: new Map([['bands', { manifest: { kind: 'scorer', tasks: ['binary'] } }]]),
    parseOptions: (_, options) => {
      asked.push(options);
      const { bands: many } = options as { bands: number };
      const wrong = { ok: false, problems: [{ message: `${String(many)} is odd`, pointer: '/bands' }] } as const;
      return Promise.resolve(many % 2 === 0 ? { ok: true } : wrong);
    },
  };
}

function models(...options: readonly unknown[]) {
  const model = { title: 'Visits', plugin: 'bands', task: 'binary', label: { column: 'visit' }, features: ['recency'] };
  return requestDocuments({
    facts: {},
    models: options.map((own, n) => ({ ...model, id: `m${String(n)}`, options: own })),
  });
}

it('asks about each model, and gives each the answer to its own options', async () => {
  const { problems } = await validateWithPlugins(
    models({ bands: 2 }, { bands: 3 }, { bands: 4 }, { bands: 5 }),
    bands(),
  );
  expect(problems.map(({ file, pointer, message }) => [file, pointer, message])).toEqual([
    ['models/m1.json', '/options/bands', '3 is odd'],
    ['models/m3.json', '/options/bands', '5 is odd'],
  ]);
});

it('asks about the same options once', async () => {
  const asked: unknown[] = [];
  await askPlugins(bands(asked), models({ bands: 2 }, { bands: 2 }, { bands: 4 }));
  expect(asked).toEqual([{ bands: 2 }, { bands: 4 }]);
});
