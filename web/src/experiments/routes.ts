import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const experiments = createRoute({
  getParentRoute,
  path: '/experiments',
  component: lazyRouteComponent(() => import('./experiments-page.js'), 'ExperimentsPage'),
});

const power = createRoute({
  getParentRoute,
  path: '/experiments/power',
  component: lazyRouteComponent(() => import('./power-page.js'), 'PowerPage'),
});

const holdout = createRoute({
  getParentRoute,
  path: '/experiments/holdout-of-all',
  component: lazyRouteComponent(() => import('./holdout-page.js'), 'HoldoutPage'),
});

/** The parts of an experiment's page, in their order. */
export const EXPERIMENT_TABS = ['readout', 'layers'] as const;
export type ExperimentTab = (typeof EXPERIMENT_TABS)[number];

const experiment = createRoute({
  getParentRoute,
  path: '/experiments/$id',
  validateSearch: ({ tab }: Record<string, unknown>): { readonly tab?: ExperimentTab } =>
    EXPERIMENT_TABS.some((known) => known === tab) ? { tab: tab as ExperimentTab } : {},
  component: lazyRouteComponent(() => import('./experiment-page.js'), 'ExperimentPage'),
});

/** Its pages. */
export const ROUTES = [experiments, power, holdout, experiment] as const;
