import { type CategoryColumn, type FeatureColumn, type NumberColumn, seededRandom } from '#sdk';

const JOBS = ['blue-collar', 'management', 'technician', 'admin.', 'services', 'retired', 'self-employed', 'student'];
const MARITAL = ['married', 'single', 'divorced'];
const EDUCATION = ['secondary', 'tertiary', 'primary', 'unknown'];
const ANSWER = ['no', 'yes'];
const CONTACT = ['cellular', 'unknown', 'telephone'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const OUTCOME = ['unknown', 'failure', 'other', 'success'];
const MONTH_EFFECTS = [-0.6, 0, 1.4, 0.6, -0.7, 0.3, -0.5, -0.4, 1.2, 1.3, -0.4, 1.2];

/** The columns of the training part and of the test part. */
export interface Sample {
  readonly columns: readonly FeatureColumn[];
  readonly label: Float64Array;
}

/**
 * People whom a bank calls about a deposit: the fifteen columns of the well-known set that are known before the call, seven
 * numbers (ties, long tails, "never" as −1) and eight categories, some of which depend on others. About 12 % say yes.
 */
export function bankSample(rows: number, seed: number): Sample {
  const random = seededRandom(seed);
  const number = (name: string): NumberColumn => ({ name, type: 'number', values: new Float64Array(rows) });
  const category = (name: string, categories: readonly string[]): CategoryColumn => ({
    name,
    type: 'category',
    codes: new Int32Array(rows),
    categories,
  });
  const [age, balance, day, campaign, pdays, previous, tenure] = [
    number('age'),
    number('balance'),
    number('day'),
    number('campaign'),
    number('pdays'),
    number('previous'),
    number('tenure'),
  ];
  const [job, marital, education, housing, loan, contact, month, outcome] = [
    category('job', JOBS),
    category('marital', MARITAL),
    category('education', EDUCATION),
    category('housing', ANSWER),
    category('loan', ANSWER),
    category('contact', CONTACT),
    category('month', MONTHS),
    category('poutcome', OUTCOME),
  ];
  const label = new Float64Array(rows);
  const chance = (share: number) => Number(random.uniform() < share);
  /** Small codes come more often. */
  const skewed = (below: number) => Math.floor(below * random.uniform() ** 1.8);

  for (let row = 0; row < rows; row++) {
    const years = Math.min(92, Math.round(18 + 12 * Math.exp(0.55 + 0.5 * random.normal())));
    const trade = years > 60 ? 5 : years < 24 && chance(0.4) ? 7 : skewed(5 + 2 * chance(0.1));
    const school = trade === 1 ? 1 : skewed(4);
    const known = chance(0.18);
    const house = chance(years > 55 ? 0.25 : 0.6);
    const owes = chance(0.16);
    const money = Math.round(
      300 * Math.exp(1.2 * random.normal() + 0.3 * school) - 250 * (1 + owes) * random.uniform(),
    );
    const called = skewed(12);
    const via = chance(0.65) === 1 ? 0 : 1 + chance(0.2);
    const before = known === 1 ? 1 + skewed(3) : 0;
    const ago = known === 1 ? 1 + random.integer(400) : -1;
    const date = 1 + random.integer(31);
    const calls = 1 + Math.floor(-1.6 * Math.log(1 - random.uniform()));
    const stays = Math.round((years - 17) * random.uniform() * 10) / 10;
    age.values[row] = years;
    balance.values[row] = money;
    day.values[row] = date;
    campaign.values[row] = calls;
    pdays.values[row] = ago;
    previous.values[row] = known === 1 ? 1 + skewed(9) : 0;
    tenure.values[row] = stays;
    job.codes[row] = trade;
    marital.codes[row] = years < 32 && chance(0.6) ? 1 : skewed(3);
    education.codes[row] = school;
    housing.codes[row] = house;
    loan.codes[row] = owes;
    contact.codes[row] = via;
    month.codes[row] = called;
    outcome.codes[row] = before;
    const link =
      -2.7 +
      (years > 60 ? 0.9 : years < 25 ? 0.6 : -0.01 * (years - 40)) +
      0.15 * Math.log(1 + Math.max(0, money)) -
      0.6 * house -
      0.4 * owes -
      (via === 1 ? 1 : 0) +
      (MONTH_EFFECTS[called] ?? 0) * (house === 1 ? 1.2 : 0.7) -
      0.12 * Math.min(calls, 10) +
      (before === 3 ? 2.1 : 0.2 * before) -
      (ago > 180 ? 0.4 : 0) +
      0.3 * Math.sin(date / 5) * (via === 0 ? 1 : -0.5) +
      0.3 * Number(school === 1);
    label[row] = chance(1 / (1 + Math.exp(-link)));
  }
  return {
    columns: [
      age,
      job,
      marital,
      education,
      balance,
      housing,
      loan,
      contact,
      day,
      month,
      campaign,
      pdays,
      previous,
      outcome,
      tenure,
    ],
    label,
  };
}
