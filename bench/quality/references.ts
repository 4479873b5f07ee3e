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
  /** A category that means a missing value. */
  readonly missing?: string;
  /** By plugin. */
  readonly references: Readonly<Record<string, Reference>>;
}

const HILLSTROM = ['recency', 'history_segment', 'history', 'mens', 'womens', 'zip_code', 'newbie', 'channel'];

/** All columns of the leads set but the identifiers, the label, and those filled in after contact: they leak it. */
const LEADS = [
  'Lead Origin',
  'Lead Source',
  'Do Not Email',
  'Do Not Call',
  'TotalVisits',
  'Total Time Spent on Website',
  'Page Views Per Visit',
  'Country',
  'Specialization',
  'How did you hear about X Education',
  'What is your current occupation',
  'What matters most to you in choosing a course',
  'Search',
  'Magazine',
  'Newspaper Article',
  'X Education Forums',
  'Newspaper',
  'Digital Advertisement',
  'Through Recommendations',
  'Receive More Updates About Our Courses',
  'Update me on Supply Chain Content',
  'Get updates on DM Content',
  'City',
  'I agree to pay the amount through cheque',
  'A free copy of Mastering The Interview',
];

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
    references: {
      'tree-ensemble': { auc: 0.8441, sd: 0.011 },
      'logistic-regression': { auc: 0.8451, sd: 0.011 },
      'neural-network': { auc: 0.8389, sd: 0.011 },
    },
  },
  {
    id: 'hillstrom',
    file: 'hillstrom/hillstrom.csv',
    folds: 'hillstrom/folds.csv',
    label: 'visit',
    features: [...HILLSTROM, 'segment'],
    references: {
      'tree-ensemble': { auc: 0.6457, sd: 0.01 },
      'logistic-regression': { auc: 0.6462, sd: 0.01 },
      'neural-network': { auc: 0.6205, sd: 0.01 },
    },
  },
  {
    id: 'hillstrom-pre-treatment',
    file: 'hillstrom/hillstrom.csv',
    folds: 'hillstrom/folds.csv',
    label: 'visit',
    features: HILLSTROM,
    references: {
      'tree-ensemble': { auc: 0.6234, sd: 0.007 },
      'logistic-regression': { auc: 0.6281, sd: 0.007 },
      'neural-network': { auc: 0.6215, sd: 0.007 },
    },
  },
  {
    id: 'leads',
    file: 'leads/leads.csv',
    folds: 'leads/folds.csv',
    label: 'Converted',
    features: LEADS,
    missing: 'Select',
    references: {
      'logistic-regression': { auc: 0.8647, sd: 0.007 },
      'neural-network': { auc: 0.8635, sd: 0.007 },
      'tree-ensemble': { auc: 0.8782, sd: 0.007 },
    },
  },
];
