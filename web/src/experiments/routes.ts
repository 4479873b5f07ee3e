import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const experiments = createRoute({
  getParentRoute,
  path: '/experiments',
  component: lazyRouteComponent(() => import('./experiments-page.js'), 'ExperimentsPage'),
});

/** Its pages. */
export const ROUTES = [experiments] as const;
