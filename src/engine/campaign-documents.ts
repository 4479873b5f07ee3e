/** A campaign as marketers write it: a strategy at work on an audience. Field meanings: `docs/campaigns.md`. */
export interface Campaign {
  readonly id: string;
  readonly title: string;
  /** Id of the strategy that decides. */
  readonly strategy: string;
  readonly audience: CampaignAudience;
  /** What is made as large as the limits allow; absent means what the strategy says (see `campaignAim`). */
  readonly objective?: CampaignObjective;
  /** Narrower than the strategy's. */
  readonly limits?: CampaignLimits;
  readonly quotas?: readonly Quota[];
  /** When it runs by itself; absent means only when somebody starts it. */
  readonly schedule?: CronSchedule | RollingSchedule;
  /** Where the list goes; absent means a Parquet file that is downloaded. */
  readonly out?: CampaignOutput;
}

/** People of the store, or of files. */
type CampaignAudience = StoredAudience | FileAudience;

/** People of the store: everybody, or those whom files name. */
export interface StoredAudience {
  readonly stored: true;
  readonly among?: Pick<FileAudience, 'files' | 'id'>;
}

export interface FileAudience {
  /** A path or a glob below `DATA_DIR`: Parquet, CSV, NDJSON or Arrow. */
  readonly files: string;
  /** The column that names the person. */
  readonly id: string;
  /** The column of each fact; columns that are called like a fact are that fact without being named here. */
  readonly facts?: Readonly<Record<string, string>>;
  /** By purpose: the column that says whether the person consented, or true where everybody in the files did. */
  readonly consent?: Readonly<Record<string, string | true>>;
}

/** Expected profit; expected conversions; conversions beyond those that would have come without an offer. */
export type CampaignObjective = 'profit' | 'conversions' | 'incrementalConversions';

export interface CampaignLimits {
  /** How many users a campaign reaches at most. */
  readonly audience?: number;
  /** Money: contacts and face values together. */
  readonly budget?: number;
  /** Campaigns stop adding users where the return falls below this. */
  readonly minimumRoi?: number;
}

/** How many people of a segment get an offer, at least and at most. */
export interface Quota {
  readonly segment: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** By a cron expression of five fields, in an IANA time zone: the shop's unless told. */
export interface CronSchedule {
  readonly cron: string;
  readonly timeZone?: string;
}

/** Again and again, each time over the people with new events. */
export interface RollingSchedule {
  /** ISO-8601 duration. */
  readonly every: string;
}

/** A file below `DATA_DIR`, a table of the database, signed batches to an address, or hashed addresses for an ad platform. */
type CampaignOutput =
  | ListFileOutput
  | { readonly table: string }
  | { readonly webhook: CampaignWebhook }
  | { readonly customerMatch: CustomerMatch };

/** A list of hashed e-mail addresses and phone numbers, by which an ad platform finds people. */
export interface CustomerMatch {
  readonly platform: AdPlatform;
  /** The attributes of profiles that hold the addresses; `email` and `phone` unless told. */
  readonly email?: string;
  readonly phone?: string;
  /** A folder below `DATA_DIR`, in addition to the run's own. */
  readonly to?: string;
}

export type AdPlatform = 'google' | 'meta';

interface ListFileOutput {
  readonly format: 'parquet' | 'csv' | 'ndjson';
  /** A folder below `DATA_DIR`, in addition to the run's own; absent means only the run's own, to be downloaded. */
  readonly to?: string;
}

export interface CampaignWebhook {
  readonly url: string;
  /** Name of the environment variable that holds the secret. */
  readonly secret: string;
  /** People a request; 500 unless told. */
  readonly batch?: number;
}

/** The limits that a campaign runs under: its own, else the strategy's. */
export function campaignLimits(
  { limits = {} }: Pick<Campaign, 'limits'>,
  strategy: { readonly limits?: CampaignLimits },
): CampaignLimits {
  const { audience, budget, minimumRoi } = { ...strategy.limits, ...limits };
  return {
    ...(audience === undefined ? {} : { audience }),
    ...(budget === undefined ? {} : { budget }),
    ...(minimumRoi === undefined ? {} : { minimumRoi }),
  };
}
