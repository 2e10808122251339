import {
  Badge,
  Group,
  Pagination,
  Select,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ConversationFilter, conversationsQuery } from '../api/client';
import { count, words } from '../format';
import { Empty, Failure } from '../states';
import { ConversationRows } from './conversation-rows';

const route = getRouteApi('/conversations');

const SORTS = [
  { value: 'last_message_at:desc', label: 'Newest first' },
  { value: 'csi:asc', label: 'Lowest index first' },
  { value: 'csi:desc', label: 'Highest index first' },
  { value: 'message_count:desc', label: 'Longest first' },
];
const OUTCOMES = ['resolved', 'escalated', 'abandoned', 'pending'] as const;
const COLUMNS = [
  'Index',
  'Conversation',
  'Customer',
  'Agent',
  'Topics',
  'Outcome',
  'Messages',
  'Last message',
];

/** Everything chosen stands in the address. */
export function ConversationsPage() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery(conversationsQuery({ page_size: 50, ...filter }));
  const change = (part: ConversationFilter) =>
    void navigate({ search: (before) => ({ ...before, page: undefined, ...part }) });
  if (list.error) return <Failure error={list.error} retry={() => void list.refetch()} />;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Conversations
        </Title>
        <Text size="sm" c="dimmed" data-total={list.data?.total}>
          {list.data ? `${count(list.data.total)} match` : ''}
        </Text>
      </Group>
      <Filters filter={filter} change={change} />
      {!list.data ? (
        <Skeleton height={480} aria-label="Loading" />
      ) : list.data.total === 0 ? (
        <Empty title="No conversation matches.">
          <Text size="sm">Take away a filter or choose other dates.</Text>
        </Empty>
      ) : (
        <Table.ScrollContainer minWidth={760}>
          <Table highlightOnHover verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                {COLUMNS.map((name) => (
                  <Table.Th key={name}>{name}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <ConversationRows conversations={list.data.conversations} />
          </Table>
        </Table.ScrollContainer>
      )}
      {list.data && list.data.total_pages > 1 && (
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

interface FiltersProps {
  filter: ConversationFilter;
  change: (part: ConversationFilter) => void;
}

function Filters({ filter, change }: FiltersProps) {
  return (
    <Group gap="xs" align="flex-end">
      <Select
        size="xs"
        label="Order"
        data={SORTS}
        value={`${filter.sort ?? 'last_message_at'}:${filter.order ?? 'desc'}`}
        allowDeselect={false}
        onChange={(value) => {
          const [sort, order] = (value ?? '').split(':') as [
            ConversationFilter['sort'],
            ConversationFilter['order'],
          ];
          change({ sort, order });
        }}
      />
      <Select
        size="xs"
        label="Outcome"
        placeholder="any"
        clearable
        data={[...OUTCOMES]}
        value={filter.outcome ?? null}
        onChange={(value) => change({ outcome: OUTCOMES.find((outcome) => outcome === value) })}
      />
      {(['start_date', 'end_date'] as const).map((name) => (
        <TextInput
          key={name}
          size="xs"
          type="date"
          label={name === 'start_date' ? 'From' : 'To'}
          value={filter[name] ?? ''}
          onChange={({ currentTarget }) => change({ [name]: currentTarget.value || undefined })}
        />
      ))}
      {(['min_csi', 'max_csi'] as const).map((name) => (
        <TextInput
          key={name}
          size="xs"
          w={90}
          inputMode="decimal"
          label={name === 'min_csi' ? 'Index from' : 'to'}
          value={filter[name] ?? ''}
          onChange={({ currentTarget: { value } }) =>
            change({ [name]: value === '' || Number.isNaN(Number(value)) ? undefined : Number(value) })
          }
        />
      ))}
      {filter.topic && <Chosen label={words(filter.topic)} clear={() => change({ topic: undefined })} />}
      {filter.agent && <Chosen label={filter.agent} clear={() => change({ agent: undefined })} />}
    </Group>
  );
}

function Chosen({ label, clear }: { label: string; clear: () => void }) {
  return (
    <Badge
      component="button"
      variant="light"
      size="lg"
      onClick={clear}
      aria-label={`Take away the filter ${label}`}
      style={{ cursor: 'pointer' }}
    >
      {label} ✕
    </Badge>
  );
}
