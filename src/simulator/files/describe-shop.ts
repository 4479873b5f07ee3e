import { TODAY, type SimulatedShop } from '../shop/index.js';

/** `README.md` of a written shop: what each file and column holds, and how the files were made. */
export function describeShop({ world, seed, users, history, campaigns }: SimulatedShop): string {
  const facts = history.facts.map(({ name }) => `\`${name}\``).join(', ');
  const mailings = campaigns.map(({ id, title, sentAt, control }) => {
    const group = control === 0 ? 'no control group' : `${control * 100} % control, drawn at random`;
    return `| \`${id}\` | ${title} | ${sentAt} | ${group} |`;
  });
  return `# A simulated shop

Made by \`strata simulate-shop --users ${users.rows} --seed ${seed} --world ${world}\`: the same command makes the same
bytes. Nobody in it is real. The mechanism: \`docs/shop.md\` of Strata.

| file | one row for each | what for |
| --- | --- | --- |
| \`users.csv\` | customer, as known on ${TODAY} | audiences, decisions |
| \`history-train.csv\` | dormant customer and past campaign | models learn here |
| \`history-validation.csv\` | the same of other customers | thresholds are chosen here |
| \`history-replay.csv\` | the same of the other half of the customers | selections are judged here |
| \`truth.csv\` | row of the three history files | the judge's eyes only: **never train on it** |
| \`history-everybody.csv\` | customer, of a mailing of ${TODAY} to every one of them | what each layer of a strategy earns: \`strata backtest --ladder\` |
| \`truth-everybody.csv\` | row of that file | the judge's eyes only |
| \`profiles.csv\`, \`events.csv\` | customer; thing that happened | only with \`--events\`: what the history files are made of, for \`strata import\` or \`strata train --events\` |
| \`items.csv\` | item | only with \`--events\`: what the shop sells, for \`strata import items\` |
| \`weeks.csv\`, \`truth-weeks.csv\` | week; advertising channel | with \`--events\`, and in a shop that stays: media and sales, for \`strata measure mix\`; what they brought in truth |

## Campaigns

Each went to every customer without an order for 180 days. A last one, \`winter-test\`, went to everybody on ${TODAY}, whatever
they had ordered, with a random control.

| id | title | sent | control |
| --- | --- | --- | --- |
${mailings.join('\n')}

## Columns

- \`userId\`; \`stage\`: life-cycle stage by business rules; \`campaign\`: the mailing; \`sentAt\`: the day on which the
  customer's turn came (a mailing takes a week; the control group has its days too).
- Facts as of the morning on which the mailing began (of today in \`users.csv\`), by the names of \`rules/facts.json\`: ${facts}.
  A blank cell is a missing value.
- \`offer\`: the coupon sent, blank in the control group.
- \`order_placed\`: 1 where an order followed within 14 days; \`order_amount\`: its value; \`coupon_redeemed\`: 1 where it
  used the coupon.
- Only in \`history-everybody.csv\`: \`propensity\`, the probability of what the customer got (the dormant got the coupon with
  another one than the others); \`cart_left\`: 1 where a cart of the last three days was not ordered.
- In \`truth.csv\` and \`truth-everybody.csv\`: \`kind\` (lost-cause, persuadable, sure-thing, sleeping-dog: both potential outcomes of the row),
  \`natural\` and \`withCoupon\` (probability of an order without and with the coupon), \`redemption\` (that an order uses the
  coupon), \`orderValue\` (expected), and the hidden traits \`need\`, \`dealProneness\`, \`irritability\`.
`;
}
