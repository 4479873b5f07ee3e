import { type Availability, type CampaignObjective, type ReleaseDocuments } from '#strata/engine';
import { type AssignPlan, type CountPlan } from '#strata/engine/allocation';
import { type KnownPlugin } from '#strata/plugin-host/worker';
import { type PreparedAudience, type AudienceBlock } from '../../audience/index.js';
import { type OpenRows, type SettledRows } from '../allocation/arm-block.js';
import { type ArmProblem } from '../allocation/arm-problems.js';
import { type BlockCounts } from '../blocks/spill.js';
import { type PlannedPolicy } from '../blocks/policies.js';
import { type ListFormat } from '../list/list-format.js';
import { type ListedBlock } from '../list/listed-block.js';

/** What a thread is told when it starts. Plain data. */
export interface ThreadPlan {
  readonly campaign: string;
  readonly release: { readonly hash: string; readonly documents: ReleaseDocuments };
  readonly strategy: string;
  readonly now: number;
  readonly audience: PreparedAudience;
  readonly models: readonly { readonly id: string; readonly bytes: Uint8Array }[];
  readonly plugins: readonly KnownPlugin[];
  readonly policies: readonly PlannedPolicy[] | undefined;
  readonly availability: Availability | undefined;
  /** Segments of quotas, by their bits. */
  readonly quotas: readonly string[];
  readonly arms: readonly ArmProblem[];
  readonly objective: CampaignObjective | undefined;
  readonly minimumRoi: number | undefined;
  readonly format: ListFormat;
  /** Of the run. */
  readonly folder: string;
  /** Memory of the thread's DuckDB, in MB. */
  readonly memory: number;
}

/** The file that a block is kept in. */
interface BlockFile {
  readonly file: string;
}

/** Some of them. */
interface BlockFiles {
  readonly files: readonly string[];
}

/** What a thread may be asked for. */
export interface Tasks {
  /** Decides about a block, whose people are then in the file. */
  readonly decide: { readonly ask: BlockFile & { readonly block: AudienceBlock }; readonly answer: BlockCounts };
  /** What arms' people of some blocks may get, as bytes of surveys. */
  readonly survey: { readonly ask: BlockFiles; readonly answer: readonly Uint8Array[] };
  /** How arms' people are placed at the prices of their plans, as bytes of sums. */
  readonly count: {
    readonly ask: BlockFiles & { readonly plans: readonly (CountPlan | null)[] };
    readonly answer: readonly (Uint8Array | null)[];
  };
  /** The people at the cuts of arms. */
  readonly findOpen: {
    readonly ask: BlockFile & { readonly plans: readonly AssignPlan[] };
    readonly answer: readonly OpenRows[];
  };
  /** The rows of a block as the list has them. */
  readonly list: {
    readonly ask: BlockFile & {
      readonly plans: readonly AssignPlan[];
      readonly settled: readonly (SettledRows | undefined)[];
    };
    readonly answer: ListedBlock;
  };
}
