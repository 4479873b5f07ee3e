// Takes turns of a rolling campaign, one after the other, until it is killed: node rolling-turns.mjs CONFIG DOCUMENTS
import { takeTurn } from '#strata/campaigns/rolling';
import { DecisionLog } from '#strata/decisions/log';
import { compileRelease } from '#strata/engine/plan';
import { openDatabase } from '#strata/platform/database';
import { FactGatherer } from '#strata/profiles/facts';

const [config, documents] = process.argv.slice(2).map((text) => JSON.parse(text));
const database = await openDatabase(config);
const release = compileRelease(documents, 'sha256:rolling');
const [campaign] = documents.campaigns;
const [strategy] = release.strategies;
const parts = {
  database,
  gatherer: new FactGatherer(database),
  scorers: { score: () => Promise.reject(new Error('no model is asked')) },
  log: new DecisionLog(database),
  policies: { complete: (choice) => Promise.resolve(choice) },
  switches: { among: () => undefined, stopOf: () => null },
};
process.send('open');
for (;;) {
  await takeTurn(parts, { campaign, strategy, release, clock: Date.now, pause: () => Promise.resolve() });
  await new Promise((resolve) => setTimeout(resolve, 20));
}
