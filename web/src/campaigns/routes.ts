import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const campaigns = createRoute({
  getParentRoute,
  path: '/campaigns',
  component: lazyRouteComponent(() => import('./campaigns-page.js'), 'CampaignsPage'),
});

/** Its pages. */
export const ROUTES = [campaigns] as const;
