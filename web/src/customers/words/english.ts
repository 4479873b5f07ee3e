/** English says what reports and documents say. */
const AS_WRITTEN: Readonly<Record<string, string>> = {};

/** Of analyses of customers, in English. */
export const ENGLISH = {
  title: 'Customers',
  sentence: 'What was found out about customers, and how old that is.',
  nothing: 'No analysis is published yet. It is a document that says what is to be found out.',
  write: 'Write an analysis',
  incoming: 'Events that come in',
  kinds: {
    rfm: 'Life-cycle',
    'lifetime-value': 'Value',
    personas: 'Personas',
    attribution: 'Attribution',
    'marketing-mix': 'Marketing mix',
    recommendations: 'Recommendations',
  },
  neverRan: 'It has not run yet.',
  age: (day: string, days: number) =>
    days < 1
      ? `As of today (${day})`
      : days < 2
        ? `As of yesterday (${day})`
        : `As of ${day}, ${String(Math.floor(days))} days ago`,
  isOld: 'It is old: run it again.',
  warning: 'No better than the simplest other way',
  version: (version: number) => `Version ${String(version)}`,
  document: 'The document',
  wholeReport: 'The whole report (in a new tab)',
  all: 'All analyses',

  run: 'Run it now',
  runHint: 'Finds it out anew from what is stored; a version with its report, and facts of people, come of it.',
  runOf: 'The run',
  versions: 'Versions',
  ofMoment: 'As of',
  by: 'By',
  state: 'State',
  people: 'People',
  counts: 'the one that counts',
  withdrawn: (day: string) => `withdrawn on ${day}`,
  rollBack: 'Put it back',
  rollBackHint: (version: number) =>
    `Version ${String(version)} takes the place of the present one: its report, what is answered from it, and the facts of people that it published.`,
  earlier: 'This is an earlier version.',
  present: 'Show the one that counts',

  // Life-cycle
  rfm: {
    bought: (people: string, purchases: string, value: string) =>
      `${people} customers bought ${purchases} times for ${value}.`,
    champions: (share: string, value: string) =>
      `${share} of them are champions, who buy often and lately, and bring ${value} of the value.`,
    largestMove: (day: string, people: string, from: string, to: string) =>
      `The largest move since ${day}: ${people} people from “${from}” to “${to}”.`,
    noMove: (day: string) => `Nobody moved between stages since ${day}.`,
    stages: 'Stages now',
    stagesSentence: 'How many people are in each stage, and what they bought for so far.',
    moves: 'Who moved',
    movesSentence: (day: string) =>
      `From where people were on ${day} (rows) to where they are now (columns); the darker, the larger the share of the row.`,
    from: 'From',
    to: 'To',
    newHere: 'not here yet',
    without: 'without a stage',
    segments: 'By recency and frequency',
    segment: 'Segment',
    people: 'People',
    purchasesEach: 'Purchases each',
    value: 'Value',
    share: 'Share of the value',
    cells: 'Scores',
    cellsSentence: 'How many people have which scores: 5 is best. Rows are how lately they bought, columns how often.',
    recency: 'Lately',
    frequency: 'Often',
    names: AS_WRITTEN,
  },
  stageNames: AS_WRITTEN,

  // Value
  value: {
    worth: (people: string, value: string, days: string) =>
      `The ${people} customers are worth ${value} in the next ${days} days.`,
    purchases: (people: string, purchases: string, days: string) =>
      `The ${people} customers are expected to buy ${purchases} times in the next ${days} days.`,
    judged: (days: string, foretold: string, came: string) =>
      `Of the last ${days} days, which it had not seen, it foretold ${foretold} purchases; ${came} came.`,
    held: 'Its interval of then held what came.',
    notHeld: 'Its interval of then did not hold what came: take that of now for too narrow.',
    notJudged: 'Whether that can be believed was not judged.',
    base: 'Worth of all customers',
    interval: (lower: string, upper: string) => `95 % interval ${lower} to ${upper}`,
    buys: 'Purchases expected',
    customers: 'Customers',
    tracking: 'Purchases week by week',
    trackingSentence:
      'Repeat purchases of everybody since the first day: what came, and what was foretold of the time behind the line, unseen.',
    week: 'Week',
    came: 'came',
    purchasesAxis: 'Repeat purchases in all',
    judgedFrom: 'judged from here',
    ways: 'The model beside its rivals',
    waysSentence: 'How far each is off a customer, in purchases: less is better.',
    foretold: 'foretold',
    stages: 'Stages by the model',
    stagesSentence: 'Who is in which stage by what is expected of them, and what they are expected to bring.',
    pairs: 'Rule and model side by side',
    pairsSentence: (fact: string) =>
      `People by the stage of the rule (${fact}, rows) and by that of the model (columns): off the diagonal the two disagree.`,
    rule: 'Rule',
    model: 'Model',
    byPlugin: AS_WRITTEN,
  },

  // Personas
  personas: {
    groups: (count: string) =>
      `There are ${count} personas that stay the same when other people are looked at, and that stand apart.`,
    slices: (count: string) =>
      `There are no groups in these people: the ${count} personas are slices of one cloud. Speak of them, but do not expect that people inside of one behave alike.`,
    none: 'There are no personas: nobody is like enough others.',
    largest: (name: string, words: string, people: string, share: string) =>
      `The largest is ${name} (${words}): ${people} people, ${share}.`,
    outliers: (people: string) => `${people} people are like nobody.`,
    kept: (share: string) => `${share} of the people have the persona that they had before.`,
    map: 'Who stands near whom',
    mapSentence: 'People drawn at random: those near each other behave alike. The number is the middle of a persona.',
    right: (facts: string, share: string) => `To the right: ${facts} (${share} of the differences).`,
    up: (facts: string, share: string) => `Upwards: ${facts} (${share} of the differences).`,
    larger: (fact: string) => `larger ${fact}`,
    smaller: (fact: string) => `smaller ${fact}`,
    outlier: 'outliers',
    size: (people: string, share: string) => `${people} people, ${share}`,
    worth: (mean: string, share: string) => `${mean} each, ${share} of all value`,
    rule: (words: string) => `Somebody ${words}`,
    exact: (precision: string, recall: string) =>
      `Holds for ${recall} of the persona; ${precision} of those it holds for are of it.`,
    noRule: 'No condition tells them from the others.',
    persona: 'Persona',
    x: 'To the right',
    y: 'Upwards',
  },

  // Attribution
  attribution: {
    nothing: 'No journey ended with a conversion: there is nothing to credit.',
    most: (channel: string, lost: string, share: string) =>
      `“${channel}” counts most: ${lost} of conversions would be lost if journeys ended at it, which credits it with ${share} of them.`,
    converted: (conversions: string, journeys: string, share: string) =>
      `${conversions} of ${journeys} journeys converted (${share}).`,
    lastTouch: (channel: string, last: string, removal: string) =>
      `Who only counts the last touch gives “${channel}” ${last} conversions instead of ${removal}.`,
    untouched: (conversions: string) => `${conversions} further conversions had no touch before.`,
    proof: 'Who was touched may have bought anyway: no way to credit proves a cause. An experiment does.',
    credit: 'Conversions by channel',
    creditSentence:
      'What each channel is credited with if what would be lost without it counts, and if only the last touch does.',
    channel: 'Channel',
    journeys: 'Journeys',
    lost: 'Lost without it',
    holds: 'Whether it holds',
    holdsSentence: (day: string) =>
      `Journeys that ended before ${day} against those after: the share of conversions that would go to other channels. Less is steadier.`,
    ways: {
      first: 'First touch',
      last: 'Last touch',
      linear: 'Every touch the same',
      position: 'First and last most',
      timeDecay: 'Later touches more',
      shapley: 'Every channel the same (Shapley)',
      removal: 'What would be lost (removal)',
    },
  },

  // Marketing mix
  mix: {
    known: (channels: string, target: string) => `These data say what ${channels} returned in ${target}.`,
    unknown: (channels: string, target: string) =>
      `These data do not say what ${channels} returned in ${target}: an interval leaves a factor of three or more open.`,
    media: (lower: string, upper: string, target: string) =>
      `All channels together brought ${lower} to ${upper} of ${target}; the rest would have come without.`,
    refusedOpen: 'No other split of the budget is advised: whether it would bring anything is open.',
    refusedUnproven:
      'No other split of the budget is advised: the model tells weeks that it did not know no better than one without media.',
    better: (lower: string, upper: string, target: string) =>
      `A better split of the budget would bring ${lower} to ${upper} more ${target} a week.`,
    test: (channel: string) => `An experiment in ${channel} would teach the most.`,
    returns: 'What each channel returned',
    returnsSentence: (target: string) =>
      `${target} for each 1 that was spent, with intervals: wide ones say that the data do not tell.`,
    open: 'not told by these data',
    weeks: 'Week by week',
    weeksSentence: (weeks: string) => `What came, and what the model says; the last ${weeks} weeks it had not seen.`,
    actual: 'came',
    modelled: 'the model',
    week: 'Week',
    heldOut: 'judged from here',
    curves: 'What more spend would bring',
    curveSentence: (channel: string) => `What a steady spend on ${channel} brings a week.`,
    spend: 'Spend a week',
    budget: 'The budget',
    channel: 'Channel',
    present: 'Now',
    proposed: 'Proposed',
    least: 'At least',
    most: 'At most',
    judged: 'How well it tells weeks that it did not know',
    judgedSentence: 'How far off, as a share of the range: less is better.',
    and: ' and ',
    or: ' or ',
    rivals: AS_WRITTEN,
  },

  // Recommendations
  recommendations: {
    beats: (model: string, popular: string) =>
      `It beats recommending what is popular: lists are ${model} as good as perfect ones, the popular ones ${popular}.`,
    worse: (model: string, popular: string) =>
      `It is worse than recommending what is popular (${model} of perfect lists against ${popular}): recommend that.`,
    unsure: (model: string, popular: string) =>
      `It is not shown to beat recommending what is popular (${model} of perfect lists against ${popular}).`,
    hits: (places: string, model: string, popular: string) =>
      `Of ${places} recommended items people had ${model} later, of the popular ones ${popular}.`,
    coverage: (model: string, popular: string) => `The lists show ${model} of all items, the popular ones ${popular}.`,
    ask: 'Try it',
    askSentence: 'What would be shown now, and because of what.',
    forPerson: 'To a person',
    forItem: 'Beside an item',
    peopleFor: 'People for an item',
    peopleSentence:
      'Who is the likeliest to buy it, of all who are stored and did not have it yet. The score orders people; it is no probability.',
    nobodyFor: 'Of nobody who did not have it yet the recommender says anything.',
    who: 'Person',
    score: 'Score',
    person: 'Id of the person',
    item: 'Id of the item',
    show: 'Show',
    because: 'Because',
    popular: 'popular with others',
    by: { model: 'the recommender', popularity: 'what is popular' },
    fallback: {
      popular: 'The recommender could not be asked: this is what is popular.',
      none: 'Nothing may stand there.',
    },
    place: 'Place',
    what: 'Item',
    from: 'From',
  },
};
