import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const SQL_CLOCK =
  '/\\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\\(\\)|\\b(current|local)_?(timestamp|time|date)\\b/i';
/** The database's clock in SQL. */
const SQL_CLOCKS = [`TemplateElement[value.raw=${SQL_CLOCK}]`, `Literal[value=${SQL_CLOCK}]`].map((selector) => ({
  selector,
  message: "There is one clock, the process's: read it at an edge and pass it into SQL.",
}));

export default defineConfig(
  { ignores: ['**/dist/', 'client/schema.ts', 'node_modules/', 'coverage/', '.strata/', 'examples/**/node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    ignores: ['web/**'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      'no-else-return': 'error',
      'no-restricted-syntax': ['error', ...SQL_CLOCKS],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Environment is parsed once, in src/platform/config.' },
        { object: 'Math', property: 'random', message: 'Use a seeded generator or node:crypto.' },
      ],
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './web/tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // What a handler returns is nobody's concern in a page.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-else-return': 'error',
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-properties': 'off',
    },
  },
  { files: ['src/platform/config/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    // Defaults of bookkeeping columns, and leases of jobs, which workers on several machines must agree about.
    files: ['migrations/*.ts', 'src/platform/queue/*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['examples/**/*.js', 'test/**/*.js'],
    languageOptions: { globals: { TextDecoder: 'readonly', TextEncoder: 'readonly', process: 'readonly' } },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', 'bin/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        module: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
);
