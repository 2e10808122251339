import { Group, Kbd, Pagination, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { type Conversations, type ConversationFilter, conversationsQuery } from '../api/client';
import { counted } from '../format';
import { WideTable } from '../wide-table';
import { Empty, Failure, whyMissing } from '../states';
import { useMay } from '../sign-in/may';
import { ColumnChooser, useColumns } from './column-chooser';
import { ConversationRows } from './conversation-rows';
import { Export } from './export';
import { keepFilter } from './last-filter';
import { Filters } from './filters';

const route = getRouteApi('/conversations');

/** Everything chosen stands in the address. */
export function ConversationsPage() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const columns = useColumns();
  const list = useQuery(conversationsQuery({ page_size: 50, ...filter }));
  const missing = whyMissing(list);
  useEffect(() => keepFilter(filter), [filter]);
  const change = (part: ConversationFilter) =>
    void navigate({ search: (before) => ({ ...before, page: undefined, ...part }) });
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Conversations
        </Title>
        <Group gap="xs">
          {list.data && !missing && <Found list={list.data} />}
          <ColumnChooser ids={columns.ids} onChange={columns.setIds} />
          {may('exports:read') && <Export filter={filter} />}
        </Group>
      </Group>
      <Filters filter={filter} change={change} />
      {missing ? (
        <Failure error={missing} retry={() => void list.refetch()} />
      ) : !list.data ? (
        <Skeleton height={480} aria-label="Loading" />
      ) : list.data.total === 0 ? (
        <Empty title="No conversation matches.">
          <Text size="sm">Take away a filter or choose other dates.</Text>
        </Empty>
      ) : (
        <WideTable minWidth={100 * columns.shown.length} label="Conversations" dense>
          <Table.Thead>
            <Table.Tr>
              {columns.shown.map(({ id, title }) => (
                <Table.Th key={id}>{title}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <ConversationRows conversations={list.data.conversations} columns={columns.shown} />
        </WideTable>
      )}
      <Text size="xs" c="dimmed" visibleFrom="sm">
        <Kbd size="xs">j</Kbd> <Kbd size="xs">k</Kbd> walk through the rows, <Kbd size="xs">Enter</Kbd> opens
        one, <Kbd size="xs">/</Kbd> searches, <Kbd size="xs">?</Kbd> tells all keys.
      </Text>
      {list.data && !missing && list.data.total_pages > 1 && (
        <Pagination
          total={list.data.total_pages}
          value={filter.page ?? 1}
          onChange={(page) => change({ page })}
          getControlProps={(control) => ({ 'aria-label': `${control} page` })}
        />
      )}
    </Stack>
  );
}

/** As many as the number said that led here. */
function Found({ list: { total, total_days, search } }: { list: Conversations }) {
  const conversations = counted(total, 'conversation');
  return (
    <Text size="sm" c="dimmed" data-total={total} data-total-days={total_days} className="numbers">
      {total_days === null ? conversations : `${counted(total_days, 'day')} in ${conversations}`}
      {search?.cut && ', of the newest 10,000 found'}
    </Text>
  );
}
