/** Figures measured with scikit-learn on Debian and scikit-uplift's formula, as noted beside the data in REFERENCE.md. */

export const LEARNERS = ['s', 't', 'x', 'class-transformation', 'doubly-robust'] as const;
type Learner = (typeof LEARNERS)[number];

export const BASES = [
  { id: 'logit', plugin: 'logistic-regression' },
  { id: 'boosting', plugin: 'tree-ensemble' },
] as const;
type Base = (typeof BASES)[number]['id'];

/** The reference's own bootstrap interval reaches about so far to either side. */
export const REFERENCE_REACH = 0.015;

interface Effects {
  readonly learners: Readonly<Record<Learner, Readonly<Record<Base, number>>>>;
  /** P(visit given treated). */
  readonly response: Readonly<Record<Base, number>>;
  /** Who is to win. */
  readonly wins: 'model' | 'response model';
}

export const HILLSTROM_EFFECTS: Readonly<Record<'Womens E-Mail' | 'Mens E-Mail', Effects>> = {
  'Womens E-Mail': {
    learners: {
      s: { logit: 0.0665, boosting: 0.0592 },
      t: { logit: 0.066, boosting: 0.0623 },
      x: { logit: 0.0646, boosting: 0.0696 },
      'class-transformation': { logit: 0.0667, boosting: 0.0613 },
      'doubly-robust': { logit: 0.0644, boosting: 0.061 },
    },
    response: { logit: 0.0377, boosting: 0.0383 },
    wins: 'model',
  },
  'Mens E-Mail': {
    learners: {
      s: { logit: 0.0076, boosting: 0.0021 },
      t: { logit: 0.0075, boosting: 0.0131 },
      x: { logit: 0.0072, boosting: 0.0039 },
      'class-transformation': { logit: 0.0107, boosting: -0.0025 },
      'doubly-robust': { logit: 0.007, boosting: 0.0066 },
    },
    response: { logit: 0.0277, boosting: 0.0243 },
    wins: 'response model',
  },
};
