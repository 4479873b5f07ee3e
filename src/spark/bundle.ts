import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileAudience } from '#strata/engine';
import { type ChosenModel, type SelectionPlan } from '#strata/campaigns/selection';
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

/** @throws StrataError BAD_FILE where a part is missing or is not JSON */
export async function readBundle(folder: string): Promise<Bundle> {
  const campaign = await readJson<BundledCampaign>(join(folder, 'campaign.json'));
  const release = await readJson<Bundle['release']>(join(folder, 'release.json'));
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

async function readJson<T>(file: string): Promise<T> {
  try {
    return JSON.parse((await read(file)).toString()) as T;
  } catch (error) {
    if (error instanceof SyntaxError) throw unreadable(file, error.message);
    throw error;
  }
}

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
