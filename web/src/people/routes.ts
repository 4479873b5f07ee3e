import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const people = createRoute({
  getParentRoute,
  path: '/people',
  validateSearch: ({ search }: Readonly<Record<string, unknown>>): { readonly search?: string } =>
    typeof search === 'string' || typeof search === 'number' ? { search: String(search) } : {},
  component: lazyRouteComponent(() => import('./people-page.js'), 'PeoplePage'),
});

const person = createRoute({
  getParentRoute,
  path: '/people/$id',
  component: lazyRouteComponent(() => import('./person/person-page.js'), 'PersonPage'),
});

const decision = createRoute({
  getParentRoute,
  path: '/people/$id/decisions/$decision',
  component: lazyRouteComponent(() => import('./decision-page.js'), 'DecisionPage'),
});

/** Its pages. */
export const ROUTES = [people, person, decision] as const;
