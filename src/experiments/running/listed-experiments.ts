import { armsOf, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { isHeldOut } from './strategy-sums.js';

/** A strategy that proves what it earns beside people who are treated otherwise. */
interface ListedExperiment {
  readonly strategy: string;
  readonly title: string;
  /** From 1 on. */
  readonly phase: number;
  /** None where nobody is drawn into arms. */
  readonly arms: readonly {
    readonly id: string;
    readonly share: number;
    readonly by: 'model' | 'baseline' | 'policy';
  }[];
  /** Share of those who would be treated, who are not. */
  readonly holdout: number;
  /** The model whose last stage it is to prove; null where nothing was planned. */
  readonly proves: string | null;
}

/** All experiments of a release. */
export interface ListedExperiments {
  readonly experiments: readonly ListedExperiment[];
  /** The strategies that are none. */
  readonly others: readonly { readonly strategy: string; readonly title: string }[];
  /** Share of all people who get nothing from any strategy; null where nobody is held out of all. */
  readonly holdoutOfAll: number | null;
}

/** Which strategies are experiments, by the published documents. */
export function listExperiments({ strategies, contactPolicy }: ReleaseDocuments): ListedExperiments {
  const listed = strategies.map(asExperiment);
  const isExperiment = ({ arms, holdout }: ListedExperiment) =>
    arms.length > 1 || isHeldOut({ experiment: { holdout } });
  return {
    experiments: listed.filter(isExperiment),
    others: listed.filter((one) => !isExperiment(one)).map(({ strategy, title }) => ({ strategy, title })),
    holdoutOfAll: contactPolicy?.holdout?.share ?? null,
  };
}

function asExperiment({ id, title, experiment }: Strategy): ListedExperiment {
  const { phase = 1, holdout = 0, plan } = experiment ?? {};
  return {
    strategy: id,
    title,
    phase,
    arms: armsOf(experiment)
      .filter(({ share }) => share > 0)
      .map(({ id: arm, share, by }) => ({ id: arm, share, by: typeof by === 'string' ? by : 'policy' })),
    holdout,
    proves: plan?.model ?? null,
  };
}
