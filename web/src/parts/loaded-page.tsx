import { type UseQueryResult } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { Loaded } from './loaded.js';
import { Page } from './page.js';

interface LoadedPageProps<T> {
  readonly query: UseQueryResult<T>;
  /** What stands above it while it is not there: its id. */
  readonly title: string;
  /** Of what stands in its place meanwhile, in pixels. */
  readonly height?: number;
  /** The page with the title that it has. */
  readonly children: (content: T) => ReactNode;
}

/** A page whose title comes with its content: it has a heading also until then, and where it cannot be read. */
export function LoadedPage<T>({ query, title, height = 500, children }: LoadedPageProps<T>) {
  if (query.isSuccess) return children(query.data);
  return (
    <Page title={title}>
      <Loaded query={query} height={height}>
        {children}
      </Loaded>
    </Page>
  );
}
