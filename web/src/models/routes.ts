import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const models = createRoute({
  getParentRoute,
  path: '/models',
  component: lazyRouteComponent(() => import('./models-page.js'), 'ModelsPage'),
});

/** Its pages. */
export const ROUTES = [models] as const;
