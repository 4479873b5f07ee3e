import { type ArmPolicy, armsOf, policyOf, type Strategy } from '#strata/engine';
import { type Known, type Report } from '../context/report.js';
import { checkFactType } from './facts.js';

/** Checks the policies of a strategy's arms: the plugin, its options, and what it reads. */
export function checkPolicies({ experiment, offers }: Strategy, known: Known, report: Report): void {
  armsOf(experiment).forEach((arm, place) => {
    const policy = policyOf(arm);
    if (policy === null) return;
    const pointer = `/experiment/arms/${place}/by`;
    checkPlugin(policy, pointer, known, report);
    checkContext(policy, pointer, known, report);
    if (offers.length === 1)
      report.warning(pointer, 'With one offer there is nothing for a policy to choose', 'two offers');
    if ((policy.explore ?? 0) * offers.length > 1) {
      const most = String(Number((1 / offers.length).toFixed(3)));
      report.warning(
        `${pointer}/explore`,
        'So much is left to chance that the policy chooses nothing',
        `below ${most}`,
      );
    }
  });
}

function checkPlugin({ policy, options = {} }: ArmPolicy, pointer: string, { plugins }: Known, report: Report): void {
  if (plugins === undefined) return;
  const policies = [...plugins.plugins].flatMap(([id, { manifest }]) => (manifest.kind === 'policy' ? [id] : []));
  if (!policies.includes(policy)) {
    report.unknown(`${pointer}/policy`, 'policy', policy, policies);
    return;
  }
  const parsed = plugins.parseOptions(policy, options);
  if (parsed.ok) return;
  for (const { message, expected, nearest, pointer: own = '' } of parsed.problems) {
    report.problem(`${pointer}/options${own}`, message, expected, nearest);
  }
}

function checkContext({ context = [] }: ArmPolicy, pointer: string, known: Known, report: Report): void {
  context.forEach((read, index) => {
    const at = `${pointer}/context/${index}`;
    if (typeof read === 'string') checkFactType(read, at, ['number', 'boolean', 'date'], known, report);
    else {
      const types = read.is === undefined ? (['number', 'boolean', 'date'] as const) : (['string'] as const);
      checkFactType(read.fact, `${at}/fact`, types, known, report);
    }
  });
}
