import { fileURLToPath } from 'node:url';
import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { EVERYTHING } from './test/support/suite.js';
import { keepFilesInMemory } from './test/support/temporary-files.js';

keepFilesInMemory();

const source = fileURLToPath(new URL('src', import.meta.url));

/** What takes longest, however short its files are. */
const LONGEST = ['console', 'faults', 'spark', 'contract', 'facts/condition-warehouses', 'models'].map((place) =>
  fileURLToPath(new URL(`test/${place}`, import.meta.url)),
);

/** Vitest begins with large files: long ones that are begun last would be waited for alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONGEST.findIndex((path) => moduleId.startsWith(path));
      return place === -1 ? LONGEST.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  plugins: [
    swc.vite({
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
    }),
  ],
  resolve: {
    alias: [
      { find: '#client', replacement: fileURLToPath(new URL('client/index.ts', import.meta.url)) },
      { find: '#sdk', replacement: `${source}/sdk/index.ts` },
      { find: /^#strata\/(.+)$/, replacement: `${source}/$1/index.ts` },
    ],
  },
  test: {
    include: ['src/**/*.spec.ts', 'plugins/**/*.spec.ts', 'test/**/*.spec.ts', 'examples/**/*.spec.ts'],
    // What takes minutes or services of its own is left to `npm run test:all` (test/support/suite.ts).
    exclude: EVERYTHING ? [] : ['**/*.slow.spec.ts'],
    // Loading Nest, TypeORM and the rest anew for each of the files took longer than most of their tests.
    isolate: false,
    // Long enough for a machine that is busy with other things: a test fails by what it sees, not by how long it took.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Much of what `npm run test:all` adds waits: for processes that start, limits that pass, leases that end.
    maxWorkers: EVERYTHING ? 4 : 2,
    sequence: { sequencer: LongestFirst },
    // What was transformed once is read by the runs after it, of which .ci/run has three.
    experimental: { fsModuleCache: true, fsModuleCachePath: 'node_modules/.cache/vitest' },
    // .ci/run counts from the report.
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/strata/tests.json' }]],
    // What was built (migrations, worker threads, plugins) is loaded as it is.
    server: { deps: { external: [/\/dist\//] } },
  },
});
