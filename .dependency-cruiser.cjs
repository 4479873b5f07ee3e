/** The import directions of the architecture: each folder may import itself, and what is listed here. */
const mayImport = {
  kernel: [],
  sdk: [],
  statistics: [],
  engine: ['sdk'],
  platform: ['sdk'],
  'plugin-host': ['engine', 'statistics', 'sdk', 'platform'],
  rulebook: ['plugin-host', 'engine', 'sdk', 'platform'],
  profiles: ['rulebook', 'plugin-host', 'engine', 'sdk', 'platform'],
  models: ['profiles', 'rulebook', 'plugin-host', 'engine', 'statistics', 'sdk', 'platform'],
  decisions: ['models', 'profiles', 'rulebook', 'plugin-host', 'engine', 'statistics', 'sdk', 'platform'],
  simulator: ['statistics', 'sdk', 'platform'],
};
// The kernel is below everything.
for (const [folder, below] of Object.entries(mayImport)) if (folder !== 'kernel') below.push('kernel');
const belowDecisions = ['decisions', ...mayImport.decisions];
mayImport.experiments = belowDecisions;
mayImport.measurement = belowDecisions;
mayImport.campaigns = ['experiments', ...belowDecisions];

const folders = Object.entries(mayImport).map(([folder, below]) => ({
  name: `${folder}-imports-down-only`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  // Specs may use the shared support; what is built cannot reach it, being outside of its TypeScript project.
  to: {
    path: '^(src|plugins|migrations|test|bench|web)/',
    pathNot: `^(src/(${[folder, ...below].join('|')})|test/support)/`,
  },
}));

const specs = '\\.spec\\.ts$';

module.exports = {
  forbidden: [
    ...folders,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'doors-only',
      comment: "A folder's index.ts is its only door.",
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: specs },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'doors-only-for-the-root',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/[^/]+/', pathNot: '^src/[^/]+/index\\.ts$' },
    },
    {
      name: 'plugins-import-the-sdk-and-themselves',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/', pathNot: specs },
      to: { path: '^(src|plugins|migrations|test|bench)/', pathNot: ['^plugins/$1/', '^src/sdk/index\\.ts$'] },
    },
    {
      name: 'src-never-imports-plugins',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^plugins/' },
    },
    {
      name: 'the-core-is-pure',
      comment: 'kernel, engine, sdk and statistics do no I/O and know no framework.',
      severity: 'error',
      from: { path: '^src/(kernel|engine|sdk|statistics)/', pathNot: specs },
      to: {
        path: [
          '^(node:)?(fs|http|https|net|child_process|worker_threads|timers)',
          'node_modules/(@nestjs|typeorm|fastify|pg)/',
        ],
      },
    },
    {
      name: 'migrations-stand-alone',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(src|plugins|test|bench)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.tools.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
