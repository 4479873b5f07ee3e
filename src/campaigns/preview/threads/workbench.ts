import { compileRelease } from '#strata/engine/plan';
import { qualifyColumns } from '#strata/engine/columns';
import { BlockReader, openBounded } from '../../audience/index.js';
import { type Workbench } from '../../crew/index.js';
import { decidePeople, drawOf, loadPolicies, loadScorers } from '../../selection/index.js';
import { campaignFunnel } from '../funnel/campaign-funnel.js';
import { poolsOf } from './model-pools.js';
import { seeBlock } from './see-block.js';
import { type PreviewPlan, type PreviewTasks } from './tasks.js';

/** Of the thread's DuckDB, in MB. */
const MEMORY = 96;

/** What a thread of a preview does with blocks; the models are loaded when it first does. */
export function openWorkbench(plan: PreviewPlan): Workbench<PreviewTasks> {
  const { release: published, now, availability, audience, models, poolShare } = plan;
  const release = compileRelease(published.documents, published.hash);
  const strategy = release.strategies.find(({ document }) => document.id === plan.strategy);
  if (strategy === undefined) throw new Error(`there is no strategy "${plan.strategy}"`);
  const funnel = campaignFunnel(strategy, published.documents);
  const versions = new Map(models.map(({ id, version }) => [id, version]));
  const open = async () => {
    const { connection } = await openBounded(plan.folder, { threads: 1, memory: MEMORY });
    const reader = await BlockReader.open(connection, audience, strategy.document.consent);
    const scorers = await loadScorers(models, plan.plugins);
    return { reader, scorers, policies: await loadPolicies(strategy, plan.policies, plan.plugins) };
  };
  let opened: ReturnType<typeof open> | undefined;
  return {
    async look(block) {
      const { reader, scorers, policies } = await (opened ??= open());
      const people = await reader.read(block);
      const draw = drawOf(plan.campaign, now);
      const decided = await decidePeople(people, { strategy, scorers, policies, draw, now, availability });
      const by = { release, strategy: strategy.document.id, availability, versions, language: plan.language };
      return {
        ...seeBlock(people.ids, decided, { strategy, funnel, by }),
        pools: poolsOf(decided.qualified, people.ids, { scorers, share: poolShare }),
      };
    },
    async pool(block) {
      const { reader, scorers } = await (opened ??= open());
      const people = await reader.read(block);
      const qualified = qualifyColumns(strategy, { ...people.people, now, scores: new Map() });
      return poolsOf(qualified, people.ids, { scorers, share: poolShare });
    },
  };
}
