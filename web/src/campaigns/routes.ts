import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const campaigns = createRoute({
  getParentRoute,
  path: '/campaigns',
  component: lazyRouteComponent(() => import('./campaigns-page.js'), 'CampaignsPage'),
});

const campaign = createRoute({
  getParentRoute,
  path: '/campaigns/$id',
  component: lazyRouteComponent(() => import('./campaign-page.js'), 'CampaignPage'),
});

const preview = createRoute({
  getParentRoute,
  path: '/campaigns/$id/preview',
  component: lazyRouteComponent(() => import('./preview/preview-page.js'), 'PreviewPage'),
});

const run = createRoute({
  getParentRoute,
  path: '/campaigns/$id/runs/$run',
  component: lazyRouteComponent(() => import('./runs/run-page.js'), 'RunPage'),
});

/** Its pages. */
export const ROUTES = [campaigns, campaign, preview, run] as const;
