import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Console } from './shell/console.js';

const root = createRootRoute({ component: Console });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./rules/rules-page.js'), 'RulesPage'),
});

const rules = createRoute({
  getParentRoute: () => root,
  path: '/rules',
  component: lazyRouteComponent(() => import('./rules/rules-page.js'), 'RulesPage'),
});

const document = createRoute({
  getParentRoute: () => root,
  path: '/rules/$collection/$id',
  component: lazyRouteComponent(() => import('./rules/document-page.js'), 'DocumentPage'),
});

/** The pages of the console by their addresses; each is loaded when it is first gone to. */
export const router = createRouter({ routeTree: root.addChildren([home, rules, document]), defaultPreload: 'intent' });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
