/**
 * Off-policy figures as noted beside the data in REFERENCE.md, and the parameters of the policy that they judge: Bernoulli
 * Thompson sampling with the Beta priors that the shop ran with, as the authors of the data published them (Saito et al.,
 * 2021, Open Bandit Dataset and Pipeline).
 *
 * The probabilities of the references are those of 100,000 rankings drawn by NumPy's `RandomState(12345)`, the defaults of the
 * Open Bandit Pipeline: they give `ipw`, `snipw` and an effective sample size of 2,467 to the last digit. Its quickstart's
 * model of the rewards (a logistic regression for each position over the dummies of the person's features and the label-encoded
 * features of the item, C 1, three folds shuffled by the seed 12345) gives dr .004534 and dm .004136 with scikit-learn 1.9.1, and one-hot
 * items .004687 and .004549: `dr` and `dm` hang on the model and its version more than on what is estimated. Which model gave
 * the figures below is not noted with them.
 */
export const OFF_POLICY = {
  men: {
    figures: { ipw: 0.004534, snipw: 0.004604, dr: 0.004617, dm: 0.004195 },
    /** Of `ipw`. */
    interval: [0.0025, 0.0069],
    prior: {
      alpha: [
        47, 8, 62, 142, 3, 6, 100, 48, 23, 71, 61, 13, 16, 518, 30, 7, 4, 23, 8, 10, 11, 11, 18, 121, 11, 4, 32, 30, 9,
        22, 6, 23, 5, 54,
      ],
      beta: [
        12198, 3566, 15993, 35522, 2367, 3100, 24665, 13210, 7061, 18061, 17449, 5644, 6787, 111326, 8776, 3334, 2271,
        7389, 2659, 3665, 4724, 3561, 5085, 27407, 4601, 2923, 8897, 8654, 4000, 6580, 3174, 6766, 2602, 14506,
      ],
    },
  },
  women: { items: 46 },
} as const;
