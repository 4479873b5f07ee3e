import { timeZoneOf } from '#strata/engine';
import { compileCondition } from '#strata/engine/conditions';
import { compileRelease } from '#strata/engine/plan';
import { BlockReader, openBounded } from '../../audience/index.js';
import { type Workbench } from '../../crew/index.js';
import { decidePeople, openPeople } from '../blocks/decide-block.js';
import { writeDrawn } from '../blocks/drawn.js';
import { drawOf, loadPolicies } from '../blocks/policies.js';
import { loadScorers } from '../blocks/load-scorers.js';
import { type ArmTotals, countArms, offersOf, openRowsOf, surveyArms } from '../allocation/passes.js';
import { readBlock, readOptions, writeBlock } from '../blocks/spill.js';
import { listBlock } from '../list/list-block.js';
import { type Tasks, type ThreadPlan } from './tasks.js';

/** What a thread decides with is loaded when it first does: each model once. */
export function openWorkbench(plan: ThreadPlan): Workbench<Tasks> {
  const { documents, hash } = plan.release;
  const release = compileRelease(documents, hash);
  const strategy = release.strategies.find(({ document }) => document.id === plan.strategy);
  if (strategy === undefined) throw new Error(`there is no strategy "${plan.strategy}"`);
  const { facts, segments } = documents;
  const options = { facts, segments, timeZone: timeZoneOf(documents), isPublished: true };
  const quotas = plan.quotas.map((segment) => compileCondition(segment, options));
  const deciding = async () => {
    const { connection } = await openBounded(plan.folder, { threads: 1, memory: plan.memory });
    const reader = await BlockReader.open(connection, plan.audience, strategy.document.consent);
    const { now, availability, objective, minimumRoi } = plan;
    const scorers = await loadScorers(plan.models, plan.plugins);
    const policies = await loadPolicies(strategy, plan.policies, plan.plugins);
    const draw = drawOf(plan.campaign, now);
    return { reader, with: { strategy, scorers, policies, draw, now, availability, quotas, objective, minimumRoi } };
  };
  let opened: ReturnType<typeof deciding> | undefined;
  return {
    async decide({ block, file }) {
      const open = await (opened ??= deciding());
      const people = await open.reader.read(block);
      const decided = await decidePeople(people, open.with);
      const kept = openPeople(people, decided, open.with);
      // The block is there last: then all of it is.
      await writeDrawn(file, { ids: people.ids, arm: decided.decided.arm }, strategy.document.experiment);
      await writeBlock(file, kept);
      return kept.counts;
    },
    survey: ({ files }) => addUp(files, surveyArms(plan.arms)),
    count: ({ files, plans }) => addUp(files, countArms(plan.arms, plans)),
    async findOpen({ file, plans }) {
      const block = await readOptions(file);
      const open = openRowsOf(block, plan.arms, plans);
      if (open.every(({ rows }) => rows.length === 0)) return open;
      const { ids } = await readBlock(file);
      return open.map((some) => ({ ...some, ids: Array.from(some.rows, (row) => ids.at(row)) }));
    },
    async list({ file, plans, settled }) {
      const block = await readBlock(file);
      const offers = offersOf(block, plan.arms, plans, settled);
      return listBlock(block, offers, { campaign: plan.campaign, strategy, format: plan.format });
    },
  };
}

async function addUp<B>(files: readonly string[], totals: ArmTotals<B>): Promise<readonly B[]> {
  for (const file of files) totals.add(await readOptions(file));
  return totals.toBytes();
}
