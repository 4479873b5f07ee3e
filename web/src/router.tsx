import { createRouter } from '@tanstack/react-router';
import { ROUTES as ACTIVITY } from './activity/routes.js';
import { ROUTES as CAMPAIGNS } from './campaigns/routes.js';
import { ROUTES as CUSTOMERS } from './customers/routes.js';
import { ROUTES as EXPERIMENTS } from './experiments/routes.js';
import { ROUTES as HOME } from './home/routes.js';
import { ROUTES as MODELS } from './models/routes.js';
import { ROUTES as PEOPLE } from './people/routes.js';
import { ROUTES as PLAYGROUND } from './playground/routes.js';
import { ROUTES as RULES } from './rules/routes.js';
import { rootRoute } from './root-route.js';

const routes = [
  ...HOME,
  ...RULES,
  ...CAMPAIGNS,
  ...PEOPLE,
  ...PLAYGROUND,
  ...MODELS,
  ...EXPERIMENTS,
  ...CUSTOMERS,
  ...ACTIVITY,
] as const;

/** The pages of the console by their addresses; each is loaded when it is first gone to. */
export const router = createRouter({ routeTree: rootRoute.addChildren(routes), defaultPreload: 'intent' });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
