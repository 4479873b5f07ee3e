#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

const main = new URL('../dist/bundle/cli.js', import.meta.url);
if (!existsSync(main)) {
  process.stderr.write('strata is not built yet: run `npm run build` first.\n');
  process.exit(1);
}
// Whoever reads the output may have seen enough (`strata … | head`): the work goes on without a word.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});
// From Node 22 on: what was compiled once need not be compiled at each start.
module.enableCompileCache?.();
const { run } = await import(main.href);
process.exitCode = await run(process.argv.slice(2));
