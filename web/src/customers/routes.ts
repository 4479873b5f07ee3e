import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';
import { type Period, PERIODS } from './incoming/periods.js';

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

const validateSearch = ({ days }: Record<string, unknown>): { readonly days?: Period } => {
  const known = PERIODS.find((each) => each === days);
  return known === undefined ? {} : { days: known };
};

const incoming = createRoute({
  getParentRoute,
  path: '/customers/data/events',
  validateSearch,
  component: lazyRouteComponent(() => import('./incoming/incoming-page.js'), 'IncomingPage'),
});

const event = createRoute({
  getParentRoute,
  path: '/customers/data/events/$name',
  validateSearch,
  component: lazyRouteComponent(() => import('./incoming/event-page.js'), 'EventPage'),
});

/** Its pages. */
export const ROUTES = [customers, incoming, event, analysis] as const;
