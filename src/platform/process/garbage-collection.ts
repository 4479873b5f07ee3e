import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';

const FEW_CORES = 2;

/**
 * Where cores are few, lets each thread collect its young garbage by itself. V8 would wake helpers for every collection,
 * which then wait for a core that somebody else needs: measured on two busy cores, the pauses are half as long without
 * them (docs/decisions/2026-11-22-decision-log.md). To be called before there is much garbage.
 */
export function collectGarbageAlone(): void {
  if (availableParallelism() <= FEW_CORES) setFlagsFromString('--no-parallel-scavenge');
}
