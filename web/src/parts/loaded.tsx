import { Skeleton } from '@mantine/core';
import { type UseQueryResult } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { Unread } from './unread.js';

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  /** Of what stands in its place meanwhile, in pixels. */
  readonly height?: number;
  readonly children: (content: T) => ReactNode;
}

/** What a query answers: a grey place until it is there, or why it could not be read. */
export function Loaded<T>({ query, height = 160, children }: LoadedProps<T>) {
  if (query.isPending) return <Skeleton h={height} />;
  if (query.isError) return <Unread failure={query.error} again={() => void query.refetch()} />;
  return children(query.data);
}
