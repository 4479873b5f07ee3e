import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './shell/skip.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Refusal } from './api.js';
import { router } from './router.js';
import { colours, theme } from './shell/theme.js';
import { LanguageProvider } from './words/language.js';

/** A refusal is an answer: only what did not arrive is asked for again. */
const queries = new QueryClient({
  defaultOptions: { queries: { retry: (times, error) => !(error instanceof Refusal) && times < 2, staleTime: 5_000 } },
});

/** Styles that the kit makes in the page carry the nonce of the answer (Content-Security-Policy). */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

// What keeps a page from scrolling behind a dialog makes a style, too, and asks for the nonce here (the package get-nonce).
Object.assign(globalThis, { __webpack_nonce__: nonce() });

const root = document.getElementById('console');
if (root === null) throw new Error('The page has no place for the console.');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={colours} defaultColorScheme="auto" getStyleNonce={nonce}>
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <Notifications />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);
