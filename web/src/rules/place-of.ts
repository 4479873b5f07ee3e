/** Where each kind of subject is looked at and mended; the names are those of the audit log and of `/v1/attention`. */
const PAGES: Readonly<Record<string, (id: string) => string>> = {
  strategy: (id) => `/rules/strategies/${id}`,
  strategies: (id) => `/rules/strategies/${id}`,
  segments: (id) => `/rules/segments/${id}`,
  facts: (id) => `/rules/facts/${id}`,
  campaigns: (id) => `/rules/campaigns/${id}`,
  models: (id) => `/rules/models/${id}`,
  analyses: (id) => `/rules/analyses/${id}`,
  model: (id) => `/models/${id}`,
  train: (id) => `/models/${id}`,
  evaluate: (id) => `/models/${id}`,
  backtest: (id) => `/rules/strategies/${id}`,
  shadow: () => '/experiments',
  campaign: () => '/campaigns',
  analysis: () => '/customers',
  event: (id) => `/customers/data/events/${id}`,
  release: () => '/rules/releases',
};

/**
 * The address of the page of a subject, such as `strategy:win-back-coupon` or `segments/vip`; null where it has no page
 * (a key, a person, whose id is not told).
 */
export function pageOf(subject: string): string | null {
  const end = subject.search(/[:/]|$/);
  const kind = subject.slice(0, end);
  const page = Object.hasOwn(PAGES, kind) ? PAGES[kind] : undefined;
  return page === undefined ? null : page(encodeURIComponent(subject.slice(end + 1)));
}
