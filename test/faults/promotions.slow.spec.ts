import { expect, it } from 'vitest';
import { promoteUnderLoad } from '../../bench/faults/promote-under-load.js';
import { describeOn, freshConfig } from '../support/database.js';

describeOn('postgres', 'two servers whose champion changes under load', () => {
  it('drop no request, mix no versions, and soon all use the new one', async () => {
    const config = await freshConfig('postgres');
    try {
      const result = await promoteUnderLoad(config.databaseUrl!, { clients: 4, promotions: 2, scored: 20 });
      expect(result.scored).toBeGreaterThanOrEqual(120);
      expect(result).toMatchObject({ dropped: 0, mixed: 0 });
      // The bench prints the figure; here the next promotion comes only after the last answer of the one before.
      expect(result.seenAfterMs).toHaveLength(2);
    } finally {
      await config.dispose();
    }
  });
});
