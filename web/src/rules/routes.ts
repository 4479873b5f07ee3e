import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../root-route.js';

const getParentRoute = () => rootRoute;
const list = lazyRouteComponent(() => import('./rules-page.js'), 'RulesPage');

const rules = createRoute({ getParentRoute, path: '/rules', component: list });

const collection = createRoute({ getParentRoute, path: '/rules/$collection', component: list });

const releases = createRoute({
  getParentRoute,
  path: '/rules/releases',
  component: lazyRouteComponent(() => import('./history/releases-page.js'), 'ReleasesPage'),
});

/** What the address of a document may say beside its id. */
interface DocumentSearch {
  readonly tab?: string;
  /** `POINTER=VALUE`: what to change in the editor, such as `/predictive/when/all/0/value=0.65`. */
  readonly change?: string;
}

const ruleDocument = createRoute({
  getParentRoute,
  path: '/rules/$collection/$id',
  validateSearch: ({ tab, change }: Readonly<Record<string, unknown>>): DocumentSearch => ({
    ...(typeof tab === 'string' ? { tab } : {}),
    ...(typeof change === 'string' ? { change } : {}),
  }),
  component: lazyRouteComponent(() => import('./document-page.js'), 'DocumentPage'),
});

/** Its pages. */
export const ROUTES = [rules, releases, collection, ruleDocument] as const;
