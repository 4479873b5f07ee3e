import { type AllocationProblem, type OptionBlock } from '#strata/engine/allocation';

/** What a choice comes to, reckoned anew: its value, and the limits that it exceeds, in words. */
export function check(
  { offers, audience, budget, minimumRoi, quotas }: AllocationProblem,
  { rows, value, surplus, quotas: memberships }: OptionBlock,
  chosen: ArrayLike<number>,
): { readonly value: number; readonly exceeded: readonly string[] } {
  let [worth, people, reserved, left] = [0n, 0, 0n, 0n];
  const given = offers.map(() => 0);
  const members = quotas.map(() => 0);
  for (let row = 0; row < rows; row++) {
    const offer = chosen[row]!;
    if (offer === -1) continue;
    worth += BigInt(value[offer]![row]!);
    people += 1;
    reserved += BigInt(Math.round(offers[offer]!.reserve * 1e6));
    if (minimumRoi !== undefined) left += BigInt(surplus![offer]![row]!);
    given[offer]! += 1;
    quotas.forEach((_, quota) => (members[quota]! += (memberships[row]! >>> quota) & 1));
  }
  const exceeded: string[] = [];
  if (people > (audience ?? Infinity)) exceeded.push('audience');
  if (budget !== undefined && reserved > BigInt(Math.round(budget * 1e6))) exceeded.push('budget');
  if (left < 0n) exceeded.push('minimumRoi');
  offers.forEach(({ id, stock }, offer) => {
    if (given[offer]! > (stock ?? Infinity)) exceeded.push(`stock of ${id}`);
  });
  quotas.forEach(({ segment, minimum, maximum }, quota) => {
    if (members[quota]! < (minimum ?? 0)) exceeded.push(`minimum of ${segment}`);
    if (members[quota]! > (maximum ?? Infinity)) exceeded.push(`maximum of ${segment}`);
  });
  return { value: Number(worth), exceeded };
}
