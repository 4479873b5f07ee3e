/** Kinds of documents that are edited. */
export type EditedCollection = 'facts' | 'segments' | 'models' | 'strategies' | 'campaigns' | 'analyses';

const ALWAYS = { all: [] };

/** The smallest beginning of a document of a collection. */
export function newDocument(collection: EditedCollection, id: string): object {
  const titled = { id, title: '' };
  switch (collection) {
    case 'segments':
      return { ...titled, condition: ALWAYS };
    case 'facts':
      return { name: id, type: 'string', from: { profile: id }, words: '' };
    case 'models':
      return {
        ...titled,
        plugin: 'logistic-regression',
        task: 'binary',
        label: { event: 'order_placed', within: 'P14D' },
        features: [],
        split: { by: 'time', holdout: 0.2 },
      };
    case 'strategies':
      return newStrategy(id);
    case 'campaigns':
      return { ...titled, strategy: '', audience: { stored: true } };
    case 'analyses':
      return { ...titled, kind: 'rfm', schedule: { cron: '0 5 * * MON' } };
  }
}

/** A rule for everybody with one message that costs nothing: it offers nothing before somebody writes what it is worth. */
function newStrategy(id: string): object {
  return {
    id,
    title: '',
    goal: { event: 'order_placed', value: 'amount', within: 'P14D', margin: 0.3, orderValue: 100 },
    consent: 'marketing',
    segment: ALWAYS,
    baseline: { title: 'Everybody in the segment', offer: 'first-offer' },
    offers: [
      { id: 'first-offer', title: '', faceValue: 0, redemptionRate: 0, contactCost: 0, response: { rate: 0.01 } },
    ],
    limits: { perUser: { contacts: 1, within: 'P7D' } },
    experiment: { seed: id, holdout: 0.1 },
  };
}
