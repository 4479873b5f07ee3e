import { expect, it } from 'vitest';
import { simulateShop } from '../shop/index.js';
import { shopEvents } from './shop-events.js';

it('visits name their channel, and the campaign where one is paid for', () => {
  const visits = [...shopEvents(simulateShop({ users: 300, seed: 5 }))].filter(({ name }) => name === 'visited');
  const campaigns = new Map<string, Set<string>>();
  for (const { at, properties } of visits) {
    const { source, utm_campaign: campaign } = properties as { source: string; utm_campaign?: string };
    campaigns.set(source, (campaigns.get(source) ?? new Set()).add(campaign ?? 'none'));
    if (campaign === undefined) continue;
    expect(campaign.endsWith('-weekend')).toBe([0, 6].includes(new Date(at).getUTCDay()));
  }
  for (const source of ['direct', 'search']) expect([...campaigns.get(source)!]).toEqual(['none']);
  for (const source of ['email', 'social', 'display', 'affiliate'])
    expect([...campaigns.get(source)!].sort()).toEqual([`${source}-weekend`, `${source}-weekly`]);
});
