import { isDeepStrictEqual } from 'node:util';
import { type Contestant, ECHO, STRATA } from './contestants.js';
import { decisionBodies } from './requests.js';

const ASKED = 300;

/** The part of an answer that everybody gives. */
interface Answer {
  readonly outcome: string;
  readonly strategy: string | null;
  readonly offer: { readonly id: string } | null;
}

/** Throws where somebody decides otherwise than Strata: a comparison of speeds would then mean nothing. */
export async function assertSameDecisions(contestants: readonly Contestant[]): Promise<void> {
  const deciding = contestants.filter(({ name }) => name !== ECHO);
  const strata = deciding.find(({ name }) => name === STRATA)!;
  for (const body of decisionBodies(ASKED, 0)) {
    const expected = await ask(strata, body);
    for (const other of deciding) {
      const answered = other === strata ? expected : await ask(other, body);
      if (!isDeepStrictEqual(answered, expected)) {
        throw new Error(
          `${other.name} answers ${JSON.stringify(answered)} and Strata ${JSON.stringify(expected)}: ${body}`,
        );
      }
    }
  }
}

async function ask({ url }: Contestant, body: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/decisions`, { method: 'POST', headers, body });
  const { outcome, strategy, offer } = (await response.json()) as Answer;
  // Where nothing is offered Strata names the strategy that came furthest.
  return { outcome, strategy: outcome === 'none' ? null : strategy, offer: offer === null ? null : { id: offer.id } };
}
