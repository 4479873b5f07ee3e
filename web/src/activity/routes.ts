import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const activity = createRoute({
  getParentRoute,
  path: '/activity',
  component: lazyRouteComponent(() => import('./activity-page.js'), 'ActivityPage'),
});

/** Its pages. */
export const ROUTES = [activity] as const;
