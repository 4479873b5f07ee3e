/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return -- answers are JSON of every shape, and the expectations check it */
import { describe, expect, it } from 'vitest';
import { bearer } from '../../e2e/server.js';
import { type Stage } from '../stage.js';

/** What the other journeys find: the shop of `strata demo --keep`, as it was played until now. */
export function findTheLoadedShop(stage: Stage): void {
  describe('the shop of the kept demo', () => {
    const ask = async (path: string) => {
      const { status, json, text } = await stage.server.call(
        'GET',
        path,
        undefined,
        bearer(stage.server.keys.marketer),
      );
      expect(status, text).toBe(200);
      return json;
    };

    it('has decisions whose windows are over, converted ones, and both arms of an experiment', async () => {
      const { treated, arms, days } = await ask('/v1/strategies/win-back-coupon/results');
      expect(treated.users).toBeGreaterThan(300);
      expect(treated.conversions).toBeGreaterThan(10);
      expect(treated.openWindows).toBeLessThan(treated.contacts / 2);
      expect(arms.map(({ arm }: { readonly arm: string }) => arm)).toEqual(['baseline', 'model']);
      expect(days.length).toBeGreaterThan(20);
    });

    it('has models in use that were judged, a campaign that ran, a policy that learned, two releases and analyses', async () => {
      const { models } = await ask('/v1/model-standings');
      expect(models).toMatchObject([{ champion: 1 }, { champion: 1 }, { champion: null }]);
      const { evidence } = await ask('/v1/models/natural-conversion/versions/1');
      expect(evidence.map(({ stage: proven }: { readonly stage: string }) => proven)).toContain('validated');
      const { runs } = await ask('/v1/campaigns');
      expect(runs[0]).toMatchObject({ campaign: 'november-win-back', state: 'ready' });
      const { arms } = await ask('/v1/strategies/choose-coupon/policies');
      expect(arms[0].learned.rewards).toBeGreaterThan(20);
      expect((await ask('/v1/releases')).releases).toHaveLength(2);
      expect((await ask('/v1/analyses/channels/versions')).versions).toHaveLength(1);
      const { items } = await ask('/v1/items?limit=5');
      expect(items).toHaveLength(5);
    });
  });
}
