import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const people = createRoute({
  getParentRoute,
  path: '/people',
  component: lazyRouteComponent(() => import('./people-page.js'), 'PeoplePage'),
});

/** Its pages. */
export const ROUTES = [people] as const;
