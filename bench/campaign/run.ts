/** A selection in a process of its own, so that its memory is its own: the plan comes by a message, the figures go back. */
import { rm } from 'node:fs/promises';
import { selectAudience, type SelectionManifest, type SelectionPlan } from '#strata/campaigns/selection';

/** What is asked for. */
export interface RunRequest {
  readonly plan: SelectionPlan;
  readonly folder: string;
  readonly threads: number;
}

/** What it took. */
export interface RunFigures {
  readonly manifest: SelectionManifest;
  readonly seconds: number;
  /** Of all processors. */
  readonly cpuSeconds: number;
  /** The most memory that was resident, in MB. */
  readonly residentMb: number;
}

process.once('message', (request: RunRequest) => {
  void run(request).then((figures) =>
    process.send?.(figures, () => {
      process.disconnect();
    }),
  );
});

async function run({ plan, folder, threads }: RunRequest): Promise<RunFigures> {
  await rm(folder, { recursive: true, force: true });
  const start = performance.now();
  const { manifest } = await selectAudience(plan, { folder, threads });
  const seconds = (performance.now() - start) / 1000;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  await rm(folder, { recursive: true, force: true });
  return { manifest, seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, residentMb: maxRSS / 1024 };
}
