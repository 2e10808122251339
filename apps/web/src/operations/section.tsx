import { Card, Group, Skeleton, Stack, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure, whyMissing } from '../states';

interface SectionProps<T> {
  title: string;
  /** To be linked to. */
  id?: string;
  query: UseQueryResult<T>;
  aside?: ReactNode;
  children: (data: T) => ReactNode;
}

/** A titled part of a page: its data, a placeholder of them, or why they are not there. */
export function Section<T>({ title, id, query, aside, children }: SectionProps<T>) {
  const missing = whyMissing(query);
  return (
    <Card withBorder padding="md" component="section" aria-label={title} id={id} className="section">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h5">
            {title}
          </Title>
          {aside}
        </Group>
        {missing ? (
          <Failure error={missing} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Skeleton height={96} aria-label="Loading" />
        ) : (
          children(query.data)
        )}
      </Stack>
    </Card>
  );
}
