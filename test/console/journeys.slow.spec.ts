import { describe, it } from 'vitest';
import { chromiumPath } from './browser.js';
import { chooseAThreshold } from './journeys/choose-threshold.journey.js';
import { explainAPerson } from './journeys/explain-person.journey.js';
import { leaveWithADraft } from './journeys/rules/leave-draft.journey.js';
import { publishMeanwhile } from './journeys/rules/publish-meanwhile.journey.js';
import { rollBack } from './journeys/rules/roll-back.journey.js';
import { readAnExperiment } from './journeys/read-experiment.journey.js';
import { runARollingCampaign } from './journeys/roll-campaign.journey.js';
import { runACampaignToItsList } from './journeys/run-campaign.journey.js';
import { newSegment } from './journeys/rules/new-segment.journey.js';
import { setStage } from './stage.js';
import { findTheLoadedShop } from './journeys/loaded-shop.journey.js';
import { signInWithTooSmallARole } from './journeys/sign-in.journey.js';
import { trainAndPromote } from './journeys/train-and-promote.journey.js';
import { useAnAnalysis } from './journeys/use-analysis.journey.js';
import { tryOutAStrategy } from './journeys/rules/try-out.journey.js';

/** The journeys of `docs/console.md`, each in a file of its own and on a line of its own. */
const JOURNEYS = [
  findTheLoadedShop,
  explainAPerson,
  rollBack,
  publishMeanwhile,
  leaveWithADraft,
  tryOutAStrategy,
  chooseAThreshold,
  readAnExperiment,
  useAnAnalysis,
  runACampaignToItsList,
  runARollingCampaign,
  newSegment,
  trainAndPromote,
  signInWithTooSmallARole,
];

describe('the console', () => {
  if (chromiumPath() === undefined) {
    it.skip('is not tried: no Chromium here; scripts/services.sh installs one on Debian, or name it in CHROMIUM', () =>
      undefined);
    return;
  }
  const stage = setStage();
  for (const journey of JOURNEYS) journey(stage);
});
