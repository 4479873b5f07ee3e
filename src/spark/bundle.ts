import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Availability, type FileAudience, type ReleaseDocuments } from '#strata/engine';
import { type ChosenModel, type SelectionPlan } from '#strata/campaigns/selection';
import { checkedJson, storedObject } from '#strata/platform/stored-json';
import { StrataError } from '#sdk';

/** What decides about people anywhere: all that a {@link SelectionPlan} fixes but the people themselves and the clock. */
export interface Bundle {
  readonly release: SelectionPlan['release'];
  readonly models: ReadonlyMap<string, ChosenModel>;
  readonly campaign: BundledCampaign;
}

/** The campaign of a bundle, with what is left of its limits. */
export interface BundledCampaign extends Pick<
  SelectionPlan,
  'campaign' | 'strategy' | 'availability' | 'objective' | 'limits' | 'stock' | 'quotas'
> {
  /** The columns of people. */
  readonly audience: Pick<FileAudience, 'id' | 'facts' | 'consent'>;
  readonly models: readonly { readonly id: string; readonly version: number }[];
}

/** Writes a bundle into a folder: `release.json`, `campaign.json` and `models/<id>.bin`. */
export async function writeBundle(
  folder: string,
  { release, models, campaign }: Omit<Bundle, 'campaign'> & { readonly campaign: Omit<BundledCampaign, 'models'> },
): Promise<void> {
  await mkdir(join(folder, 'models'), { recursive: true });
  const versions = [...models].map(([id, { version }]) => ({ id, version }));
  await writeFile(join(folder, 'release.json'), JSON.stringify(release));
  await writeFile(join(folder, 'campaign.json'), JSON.stringify({ ...campaign, models: versions }));
  for (const [id, { bytes }] of models) await writeFile(modelFile(folder, id), bytes);
}

/** @throws StrataError BAD_FILE where a part is missing or is not what {@link writeBundle} wrote */
export async function readBundle(folder: string): Promise<Bundle> {
  const campaign = await readJson(join(folder, 'campaign.json'), CAMPAIGN);
  const release = await readJson(join(folder, 'release.json'), RELEASE);
  const models = new Map<string, ChosenModel>();
  for (const { id, version } of campaign.models) {
    // Models are read as typed arrays: their bytes begin a buffer of their own.
    models.set(id, { version, bytes: Uint8Array.from(await read(modelFile(folder, id))) });
  }
  return { release, models, campaign };
}

function modelFile(folder: string, id: string): string {
  return join(folder, 'models', `${id}.bin`);
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  return checkedJson(schema, (await read(file)).toString(), (why) => unreadable(file, why));
}

const texts = z.array(z.string());
const lists = z.array(z.unknown());
const CAMPAIGN = storedObject<BundledCampaign>({
  campaign: z.string(),
  strategy: z.string(),
  availability: storedObject<Availability>({ stockSpent: texts, budgetSpent: texts }).exactOptional(),
  audience: storedObject<BundledCampaign['audience']>({ id: z.string() }),
  models: z.array(z.object({ id: z.string(), version: z.int() })),
});
const RELEASE = storedObject<Bundle['release']>({
  hash: z.string(),
  documents: storedObject<ReleaseDocuments>({
    facts: z.looseObject({}),
    segments: lists,
    models: lists,
    strategies: lists,
  }),
});

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error));
  }
}

function unreadable(file: string, message: string): StrataError {
  return new StrataError('BAD_FILE', 'The bundle cannot be read.', { problems: [{ file, message }] });
}
