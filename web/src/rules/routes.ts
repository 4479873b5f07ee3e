import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;

const rules = createRoute({
  getParentRoute,
  path: '/rules',
  component: lazyRouteComponent(() => import('./rules-page.js'), 'RulesPage'),
});

const ruleDocument = createRoute({
  getParentRoute,
  path: '/rules/$collection/$id',
  component: lazyRouteComponent(() => import('./document-page.js'), 'DocumentPage'),
});

/** Its pages. */
export const ROUTES = [rules, ruleDocument] as const;
