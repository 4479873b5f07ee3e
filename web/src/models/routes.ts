import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const models = createRoute({
  getParentRoute,
  path: '/models',
  component: lazyRouteComponent(() => import('./models-page.js'), 'ModelsPage'),
});

/** The parts of a model's page, in their order. */
export const MODEL_TABS = ['ladder', 'threshold', 'quality', 'drivers', 'people', 'history'] as const;
export type ModelTab = (typeof MODEL_TABS)[number];

interface ModelSearch {
  readonly tab?: ModelTab;
  readonly version?: number;
}

const model = createRoute({
  getParentRoute,
  path: '/models/$id',
  validateSearch: ({ tab, version }: Record<string, unknown>): ModelSearch => ({
    ...(MODEL_TABS.some((known) => known === tab) ? { tab: tab as ModelTab } : {}),
    ...(Number.isInteger(version) ? { version: version as number } : {}),
  }),
  component: lazyRouteComponent(() => import('./model-page.js'), 'ModelPage'),
});

/** Its pages. */
export const ROUTES = [models, model] as const;
