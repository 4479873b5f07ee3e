import { describe, it } from 'vitest';
import { chromiumPath } from './browser.js';
import { chooseAThreshold } from './choose-threshold.journey.js';
import { explainAPerson } from './explain-person.journey.js';
import { leaveWithADraft } from './leave-draft.journey.js';
import { publishMeanwhile } from './publish-meanwhile.journey.js';
import { rollBack } from './roll-back.journey.js';
import { readAnExperiment } from './read-experiment.journey.js';
import { runARollingCampaign } from './roll-campaign.journey.js';
import { runACampaignToItsList } from './run-campaign.journey.js';
import { newSegment } from './new-segment.journey.js';
import { setStage } from './stage.js';
import { findTheLoadedShop } from './loaded-shop.journey.js';
import { signInWithTooSmallARole } from './sign-in.journey.js';
import { trainAndPromote } from './train-and-promote.journey.js';
import { tryOutAStrategy } from './try-out.journey.js';

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
