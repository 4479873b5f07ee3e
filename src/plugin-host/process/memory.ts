import { totalmem } from 'node:os';

const MB = 2 ** 20;
const LEAST_MB = 256;

/** Memory that a plugin's process may use unless the configuration says otherwise, MB. */
export const DEFAULT_MEMORY_MB = Object.freeze({
  /** Half of the memory of the machine, or of the container. */
  training: Math.max(LEAST_MB, Math.floor(availableMb() / 2)),
  /** A quarter of it, at most 1 GB: there is one such process for each model that decides. */
  scoring: Math.max(LEAST_MB, Math.min(1024, Math.floor(availableMb() / 4))),
  /** For a plugin's module and the schema of its options. */
  options: 512,
});

function availableMb(): number {
  // 0, or more than there is, where nothing limits the process.
  const constrained = process.constrainedMemory();
  return Math.min(totalmem(), constrained > 0 ? constrained : Infinity) / MB;
}
