import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const playground = createRoute({
  getParentRoute,
  path: '/playground',
  validateSearch: ({ user }: Readonly<Record<string, unknown>>): { readonly user?: string } =>
    typeof user === 'string' || typeof user === 'number' ? { user: String(user) } : {},
  component: lazyRouteComponent(() => import('./playground-page.js'), 'PlaygroundPage'),
});

/** Its pages. */
export const ROUTES = [playground] as const;
