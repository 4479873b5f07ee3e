import { createRootRoute } from '@tanstack/react-router';
import { Console } from './shell/console.js';
import { Missing } from './shell/missing.js';

/** What all pages lie in. */
export const rootRoute = createRootRoute({ component: Console, notFoundComponent: Missing });
