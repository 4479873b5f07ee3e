import { type Language } from '#strata/kernel/texts';
import { StrataError } from '#sdk';
import { audienceNotes } from '../audience/index.js';
import { campaignPhrases } from '../words/index.js';
import { type CampaignPreview } from './answer/campaign-preview.js';
import { sumBlocks } from './answer/sum-blocks.js';
import { checkPools, modelCheck, type ModelPorts } from './check-audience.js';
import { campaignFunnel } from './funnel/campaign-funnel.js';
import { type LookBounds, PEOPLE, type PreviewedPlan, withPreview } from './open-preview.js';
import { type SeenBlock } from './threads/tasks.js';

/** How a campaign is previewed. */
export interface CampaignPreviewRequest extends Omit<LookBounds, 'people'>, ModelPorts {
  /** About how many people are looked at; 100,000 unless told, `Infinity` for all. */
  readonly people?: number;
}

/** A first try that takes longer is given up for a smaller sample; to look at everybody takes its time. */
const TIME_LIMITS_MS = [20_000, 20_000] as const;
const EVERYBODY_MS = 120_000;
/** How much smaller the sample gets. */
const SHRINK = 16;

/**
 * What a campaign would come to: who is left after everything that stops people, with examples that are explained, and
 * whether the models know such people. Nobody is chosen, nothing is written down. Where a sample is looked at it is drawn by
 * a hash of the ids, so that the same question looks at the same people; one that takes too long gets smaller.
 *
 * @throws StrataError CANCELLED, UNAVAILABLE where even few people take too long, and what opening an audience throws
 */
export async function previewCampaign(
  plan: PreviewedPlan,
  { people = PEOPLE, ...request }: CampaignPreviewRequest,
): Promise<CampaignPreview> {
  const limits = people === Infinity ? [EVERYBODY_MS] : TIME_LIMITS_MS;
  let size = people;
  for (const limit of limits) {
    const slow = AbortSignal.timeout(limit);
    try {
      return await look(plan, { ...request, people: size, signal: AbortSignal.any([request.signal, slow]) });
    } catch (error) {
      if (!slow.aborted || request.signal.aborted) throw error;
      size = Math.ceil(size / SHRINK);
    }
  }
  throw new StrataError('UNAVAILABLE', 'These people cannot be looked at in time now.', {
    problems: [{ message: 'the preview takes too long', expected: 'a smaller sample' }],
  });
}

async function look(plan: PreviewedPlan, request: LookBounds & ModelPorts): Promise<CampaignPreview> {
  const { campaign, strategy: id, release, now } = plan;
  const { language } = request;
  return await withPreview(plan, request, async ({ strategy, audience, blocks, crew }) => {
    const all: SeenBlock[] = [];
    for await (const block of crew.askAll('look', blocks, request.signal)) all.push(block);
    const { people: examined, base } = audience;
    const notes = audienceNotes(audience, language);
    const exact = examined === base;
    const funnel = campaignFunnel(strategy, release.documents, language);
    const reports = await checkPools(
      plan,
      all.flatMap(({ pools }) => pools),
      request,
    );
    return {
      ...{ campaign, strategy: id, release: release.hash, at: new Date(now).toISOString(), base, exact, examined },
      ...sumBlocks(all, { strategy, funnel, seen: { exact, examined, base }, language }),
      models: reports.map(modelCheck),
      notes: base === 0 ? [nobodyWords(plan, language), ...notes] : notes,
    };
  });
}

function nobodyWords({ source }: Pick<PreviewedPlan, 'source'>, language: Language | undefined): string {
  const { nobody } = campaignPhrases(language);
  const named = source.kind === 'files' ? source : source.among;
  return named === undefined ? nobody.stored : nobody.files(named.files);
}
