import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { choose, qualify } from '#strata/engine/decide';
import { type Decision, type Scores } from '#strata/engine';
import { ChampionScorers } from '#strata/models/registry';
import { counter } from '#strata/platform/telemetry';
import { OfferItems } from '#strata/items';
import { uuidv7 } from '#strata/kernel';
import { FactGatherer } from '#strata/profiles/facts';
import { CurrentRelease } from '#strata/rulebook/releases';
import { StrategySwitches } from '#strata/ledger/switches';
import { recommendedFor } from '../content/index.js';
import { DecideCommand } from './decide.command.js';
import { findNearestChange } from '../explanation/index.js';
import { type Answer, DecisionLog } from '../log/index.js';
import { PolicyDesk } from '../policies/index.js';
import { gatherInput } from './input-gatherer.js';
import { idempotencyOf, parseDecisionRequest } from '../request/index.js';

const NO_SCORES: Scores = Object.freeze({});

const decided = counter('strata_decisions_total', 'Decisions answered, by outcome.', ['outcome', 'again']);

/** Decides in three hops: what is known, what the models say, what is chosen, with its items; then the log makes it durable. */
@CommandHandler(DecideCommand)
export class DecideHandler implements ICommandHandler<DecideCommand> {
  constructor(
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
    @Inject(ChampionScorers) private readonly scorers: ChampionScorers,
    @Inject(DecisionLog) private readonly log: DecisionLog,
    @Inject(FactGatherer) private readonly stored: FactGatherer,
    @Inject(StrategySwitches) private readonly switches: StrategySwitches,
    @Inject(PolicyDesk) private readonly policies: PolicyDesk,
    @Inject(OfferItems) private readonly items: OfferItems,
  ) {}

  async execute({ body, idempotencyKey, as }: DecideCommand): Promise<Answer> {
    const now = Date.now();
    const release = this.releases.get();
    const request = parseDecisionRequest(body, release, { id: uuidv7(), now });
    const idempotency = idempotencyOf(idempotencyKey, body);
    const { detail, context, dryRun } = request;
    const input = await gatherInput(this.#stores(), request, release);
    const qualified = qualify(input, release);
    const scores = qualified.needs.length === 0 ? NO_SCORES : await this.scorers.score(qualified.needs, input.facts);
    const first = choose(qualified, scores, await this.log.availability(release, now));
    const choice = await this.policies.complete(first);
    const isSearched = detail === 'full' && as === 'request';
    const counterfactual = isSearched ? await findNearestChange(choice, this.scorers) : null;
    const recommended = await recommendedFor(choice, this.items, request.input.events);
    const entry = { choice, detail, context, idempotency, counterfactual, recommended };
    if (dryRun === true) return dryAnswer(await this.log.preview(entry));
    const answer = await this.log.append(entry);
    decided.inc({ outcome: answer.outcome, again: String(answer.again) });
    return answer;
  }

  #stores() {
    return { database: this.log.database, gatherer: this.stored, switches: this.switches };
  }
}

/** A decision that was not made says so: its id names nothing. */
function dryAnswer(decision: Decision): Answer {
  const text = JSON.stringify({ ...decision, dryRun: true });
  return { text, outcome: decision.outcome, again: decision.repeated };
}
