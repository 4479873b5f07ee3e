import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const customers = createRoute({
  getParentRoute,
  path: '/customers',
  component: lazyRouteComponent(() => import('./customers-page.js'), 'CustomersPage'),
});

/** Its pages. */
export const ROUTES = [customers] as const;
