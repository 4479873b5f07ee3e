// Writes docs/schemas from the built schemas: npm run build && node scripts/schemas.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sumsJsonSchema } from '../dist/experiments/sums/index.js';
import { jsonSchemas } from '../dist/rulebook/schemas/schemas.js';

const folder = fileURLToPath(new URL('../docs/schemas/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [file, schema] of Object.entries({ ...jsonSchemas(), 'experiment-sums.json': sumsJsonSchema() })) {
  writeFileSync(`${folder}${file}`, `${JSON.stringify(schema, null, 2)}\n`);
}
