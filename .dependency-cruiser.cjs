const { rooms } = require('./scripts/rooms.cjs');

const directions = Object.entries(rooms).map(([room, below]) => ({
  name: `${room}-imports-down-only`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  // Specs may use the shared support; what is built cannot reach it, being outside of its TypeScript project.
  to: {
    path: '^(src|plugins|migrations|test|bench|web)/',
    pathNot: `^(src/(${[room, ...below].join('|')})|test/support)/`,
  },
}));

const specs = '\\.spec\\.ts$';

module.exports = {
  forbidden: [
    ...directions,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'doors-only',
      comment: 'A room, and each folder in it, is entered by its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: specs },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/.+/index\\.ts$'] },
    },
    {
      name: 'inner-doors-only',
      severity: 'error',
      from: { path: '^src/(?!cli/)([^/]+/[^/]+)/', pathNot: specs },
      to: { path: '^src/(?!cli/)[^/]+/[^/]+/', pathNot: ['^src/$1/', '^src/.+/index\\.ts$'] },
    },
    {
      name: 'inner-doors-only-for-the-files-of-a-room',
      severity: 'error',
      from: { path: '^src/[^/]+/[^/]+\\.ts$', pathNot: ['^src/cli/', specs] },
      to: { path: '^src/[^/]+/[^/]+/', pathNot: ['^src/cli/', '^src/.+/index\\.ts$'] },
    },
    {
      name: 'the-files-of-a-room-have-a-door-too',
      severity: 'error',
      from: { path: '^src/(?!cli/)([^/]+)/[^/]+/', pathNot: [specs, '/support/'] },
      to: { path: '^src/$1/[^/]+$', pathNot: '/index\\.ts$' },
    },
    {
      name: 'a-door-opens-its-own-folder-only',
      severity: 'error',
      from: { path: '^src/(?!cli/)([^/]+/[^/]+)/index\\.ts$' },
      to: { path: '^src/', pathNot: '^src/$1/' },
    },
    {
      name: 'the-door-of-a-room-opens-its-own-files-only',
      severity: 'error',
      from: { path: '^src/(?!cli/)([^/]+)/index\\.ts$' },
      to: { path: '^src/', pathNot: '^src/$1/[^/]+$' },
    },
    {
      name: 'doors-only-for-the-root',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/[^/]+/', pathNot: '^src/.+/index\\.ts$' },
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
    tsConfig: { fileName: 'tsconfig.lint.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
