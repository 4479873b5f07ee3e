import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const customers = createRoute({
  getParentRoute,
  path: '/customers',
  component: lazyRouteComponent(() => import('./customers-page.js'), 'CustomersPage'),
});

const analysis = createRoute({
  getParentRoute,
  path: '/customers/$id',
  validateSearch: ({ version }: Record<string, unknown>): { readonly version?: number } =>
    typeof version === 'number' ? { version } : {},
  component: lazyRouteComponent(() => import('./analysis/analysis-page.js'), 'AnalysisPage'),
});

/** Its pages. */
export const ROUTES = [customers, analysis] as const;
