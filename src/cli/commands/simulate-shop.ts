import { type Command, Option } from 'commander';
import { fixedWords } from '#strata/kernel';
import { type History, simulateShop, type World, WORLDS } from '#strata/simulator/shop';
import { writeEvents, writeShop } from '#strata/simulator/files';
import { MAX_SEED, wholeNumber } from '../options/model-options.js';
import { printJson, printLine, printTable } from '../output/output.js';

/** `strata simulate-shop`. */
export function registerSimulateShop(program: Command): void {
  program
    .command('simulate-shop')
    .description('simulate an e-commerce shop with known persuadables and write its customers and past campaigns')
    .requiredOption('--out <dir>', 'folder for the files')
    .option('--users <n>', 'number of customers', wholeNumber(100, 5_000_000), 200_000)
    .option('--seed <n>', 'seed: the same one gives the same files', wholeNumber(0, MAX_SEED), 7)
    .addOption(worldOption())
    .option(
      '--events',
      'also write profiles.csv and events.csv, all that happened, about 58 events a customer; items.csv; and weeks.csv, media and sales',
    )
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  $ strata simulate-shop --users 200000 --seed 7 --out shop')
    .action(simulate);
}

/** How the coupon works in the shop. */
export function worldOption(): Option {
  return new Option('--world <name>', 'how the coupon works; everyone-responds is a negative control')
    .choices(WORLDS)
    .default('persuadables' satisfies World);
}

interface SimulateOptions {
  readonly users: number;
  readonly seed: number;
  readonly world: World;
  readonly out: string;
  readonly events?: true;
  readonly json?: boolean;
}

async function simulate({ users, seed, world, out, events, json }: SimulateOptions): Promise<void> {
  const shop = simulateShop({ users, seed, world });
  const files = { ...(await writeShop(shop, out)), ...(events === undefined ? {} : await writeEvents(shop, out)) };
  const campaigns = shop.campaigns.map(({ id, sentAt }, index) => ({
    id,
    sentAt,
    ...countGroups(shop.history, index),
  }));
  if (json === true) {
    printJson({ users, seed, world, files, campaigns });
    return;
  }
  printLine(`${users} customers, seed ${seed}, world "${world}"; past campaigns to the dormant ones:`);
  printTable(
    ['campaign', 'sent', 'got the coupon', 'of these ordered', 'control', 'of these ordered'],
    campaigns.map(({ id, sentAt, treated, control }) => [
      id,
      sentAt,
      treated.users,
      shareOf(treated),
      control.users,
      shareOf(control),
    ]),
  );
  printLine(`Files and columns are described in ${files.readme}`);
}

interface Group {
  users: number;
  converted: number;
}

function countGroups(history: History, campaign: number): { readonly treated: Group; readonly control: Group } {
  const treated: Group = { users: 0, converted: 0 };
  const control: Group = { users: 0, converted: 0 };
  for (let row = 0; row < history.rows; row++) {
    if (history.campaign[row] !== campaign) continue;
    const group = history.treated[row] === 1 ? treated : control;
    group.users++;
    group.converted += history.converted[row] ?? 0;
  }
  return { treated, control };
}

function shareOf({ users, converted }: Group): string {
  return users === 0 ? '–' : `${fixedWords((100 * converted) / users, 1)} %`;
}
