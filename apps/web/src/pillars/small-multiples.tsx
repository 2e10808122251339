import {
  Card,
  Group,
  SegmentedControl,
  Select,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DailyMetrics, DateRange, Metrics } from '../api/client';
import { DEFINITIONS, PILLARS } from '../definitions';
import { count, counted, words } from '../format';
import { LinkAnchor } from '../link-anchor';
import { Delta } from '../overview/delta';
import { SCORED } from '../overview/metric-card';
import { restsOn } from '../rests-on';
import { Failure } from '../states';
import { type GroupBy, groupDatesQuery, groupValuesQuery } from './pillar-queries';
import { Sparkline } from './sparkline';

const GROUPINGS = [
  { value: 'topic', label: 'By topic' },
  { value: 'agent', label: 'By agent' },
  { value: 'outcome', label: 'By outcome' },
] as const;
const MULTIPLIED = ['csi', ...PILLARS] as const;
type Multiplied = (typeof MULTIPLIED)[number];

interface SmallMultiplesProps {
  range: DateRange;
  /** The dates that are drawn. */
  drawn: Required<DateRange>;
  by: GroupBy;
  of: Multiplied;
  onChange: (choice: { by?: GroupBy; of?: Multiplied }) => void;
}

/** The same number for each topic, agent or outcome, on the same scale. */
export function SmallMultiples({ range, drawn, by, of, onChange }: SmallMultiplesProps) {
  const values = useQuery(groupValuesQuery(range, by));
  const dates = useQuery(groupDatesQuery(drawn, by));
  const lines = useMemo(() => linesOf(dates.data ?? [], of), [dates.data, of]);
  const error = values.error ?? dates.error;
  const groups = values.data?.groups;
  return (
    <Card withBorder padding="md" component="section" aria-label="Side by side" mih={320}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5">
          Side by side
        </Title>
        <Group gap="xs">
          <Select
            size="xs"
            aria-label="Number shown"
            allowDeselect={false}
            data={MULTIPLIED.map((name) => ({ value: name, label: DEFINITIONS[name].title }))}
            value={of}
            onChange={(value) => onChange({ of: MULTIPLIED.find((name) => name === value) })}
          />
          <SegmentedControl
            size="xs"
            aria-label="Split by"
            data={GROUPINGS.map(({ value, label }) => ({ value, label }))}
            value={by}
            onChange={(value) => onChange({ by: GROUPINGS.find((one) => one.value === value)?.value })}
          />
        </Group>
      </Group>
      {error ? (
        <Failure error={error} retry={() => void Promise.all([values.refetch(), dates.refetch()])} />
      ) : !groups || !values.data ? (
        <Skeleton height={240} aria-label="Loading" />
      ) : (
        <Stack gap="xs">
          <SimpleGrid cols={{ base: 1, xs: 2, sm: 3, lg: 4 }}>
            {groups.groups.map((group) => (
              <Multiple
                key={group.group}
                group={group}
                {...{ by, of, range, metrics: values.data }}
                values={lines.groups.get(group.group) ?? []}
                behind={lines.all}
              />
            ))}
          </SimpleGrid>
          <Text size="xs" c="dimmed">
            {count(groups.groups.length)} of {count(groups.total)}, those with the most days; each line from 0
            to 100, {drawn.start_date} to {drawn.end_date}, pale: all together.
            {groups.overlapping && ' A day counts in each of its topics and agents.'}
          </Text>
        </Stack>
      )}
    </Card>
  );
}

function linesOf(days: readonly DailyMetrics[], of: Multiplied) {
  const groups = new Map<string, (number | null)[]>();
  for (const [i, day] of days.entries()) {
    for (const group of day.groups ?? []) {
      const line = groups.get(group.group) ?? days.map(() => null);
      line[i] = group[of];
      groups.set(group.group, line);
    }
  }
  return { groups, all: days.map((day) => day[of]) };
}

type GroupValues = NonNullable<Metrics['groups']>['groups'][number];

interface MultipleProps {
  group: GroupValues;
  by: GroupBy;
  of: Multiplied;
  range: DateRange;
  metrics: Metrics;
  values: (number | null)[];
  behind: (number | null)[];
}

function Multiple({ group, by, of, range, metrics, values, behind }: MultipleProps) {
  const name = by === 'topic' ? words(group.group) : group.group;
  const days = group.sample_sizes[of] ?? 0;
  const definition = DEFINITIONS[of];
  return (
    <Card withBorder padding="xs" data-group={group.group} title={restsOn(days, metrics)}>
      <Group justify="space-between" gap={4} wrap="nowrap">
        <LinkAnchor
          to="/conversations"
          search={{ ...searchOf(range, by, group.group), ...SCORED }}
          size="sm"
          truncate
          data-leads-to-days={days}
        >
          {name}
        </LinkAnchor>
        <Delta definition={definition} delta={group.deltas?.[of]} against="the period before" />
      </Group>
      <Group justify="space-between" align="baseline" gap={4} my={4}>
        <Text fw={700} fz={20} className="numbers" data-value={group[of]}>
          {definition.show(group[of])}
        </Text>
        <Text size="xs" c="dimmed" className="numbers">
          {counted(days, 'day')}
        </Text>
      </Group>
      <Sparkline values={values} behind={behind} label={`${definition.title} of ${name} over time`} />
    </Card>
  );
}

function searchOf(range: DateRange, by: GroupBy, group: string) {
  if (by === 'topic') return { ...range, topic: group };
  if (by === 'agent') return { ...range, agent: group };
  return { ...range, outcome: group as 'resolved' | 'escalated' | 'abandoned' | 'pending' };
}
