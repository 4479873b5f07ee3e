/**
 * Figures measured with scikit-learn 1.2.1 on Debian, untuned, on the same folds (mean of five; sd over folds), as noted
 * beside the data in REFERENCE.md. The bar is the reference minus one sd.
 */
interface Reference {
  readonly auc: number;
  readonly sd: number;
}

/** A public data set and how REFERENCE.md prepares it. */
export interface BenchmarkSet {
  readonly id: string;
  /** Below the folder of `--data`. */
  readonly file: string;
  readonly folds: string;
  readonly label: string;
  readonly features: readonly string[];
  readonly categories?: readonly string[];
  /** Columns whose blank cells are 0. */
  readonly blankIsZero?: readonly string[];
  /** By plugin. */
  readonly references: Readonly<Record<string, Reference>>;
}

const HILLSTROM = ['recency', 'history_segment', 'history', 'mens', 'womens', 'zip_code', 'newbie', 'channel'];

export const SETS: readonly BenchmarkSet[] = [
  {
    id: 'telco',
    file: 'telco/telco.csv',
    folds: 'telco/folds.csv',
    label: 'Churn',
    features: [
      'gender',
      'SeniorCitizen',
      'Partner',
      'Dependents',
      'tenure',
      'PhoneService',
      'MultipleLines',
      'InternetService',
      'OnlineSecurity',
      'OnlineBackup',
      'DeviceProtection',
      'TechSupport',
      'StreamingTV',
      'StreamingMovies',
      'Contract',
      'PaperlessBilling',
      'PaymentMethod',
      'MonthlyCharges',
      'TotalCharges',
    ],
    categories: ['SeniorCitizen'],
    blankIsZero: ['TotalCharges'],
    references: { 'logistic-regression': { auc: 0.8451, sd: 0.011 }, 'neural-network': { auc: 0.8389, sd: 0.011 } },
  },
  {
    id: 'hillstrom',
    file: 'hillstrom/hillstrom.csv',
    folds: 'hillstrom/folds.csv',
    label: 'visit',
    features: [...HILLSTROM, 'segment'],
    references: { 'logistic-regression': { auc: 0.6462, sd: 0.01 }, 'neural-network': { auc: 0.6205, sd: 0.01 } },
  },
  {
    id: 'hillstrom-pre-treatment',
    file: 'hillstrom/hillstrom.csv',
    folds: 'hillstrom/folds.csv',
    label: 'visit',
    features: HILLSTROM,
    references: { 'logistic-regression': { auc: 0.6281, sd: 0.007 }, 'neural-network': { auc: 0.6215, sd: 0.007 } },
  },
];
