import { Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { metricsQuery } from '../api/client';
import { PILLARS } from '../definitions';
import { LinkAnchor } from '../link-anchor';
import { useKnownDates } from '../overview/known-dates';
import { RangePicker } from '../overview/range-picker';
import { score } from '../format';
import { useMay } from '../sign-in/may';
import { Empty, Failure } from '../states';
import { PillarCard } from './pillar-card';
import { SmallMultiples } from './small-multiples';
import { WhatIfPanel } from './what-if';

const route = getRouteApi('/pillars');
/** As many as the API draws for groups. */
const DATES = 400;

const daysBefore = (date: string, days: number) =>
  new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10);

export function PillarsPage() {
  const { by = 'topic', of = 'csi', ...range } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const metrics = useQuery({ ...metricsQuery(range), placeholderData: (before) => before });
  const known = useKnownDates();
  const error = metrics.error ?? known.error;
  if (error && !metrics.data) return <Failure error={error} retry={() => void metrics.refetch()} />;
  const { data } = metrics;
  const end = range.end_date ?? known.dates?.last;
  const earliest = end && daysBefore(end, DATES - 1);
  const start = range.start_date ?? known.dates?.first;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <Title order={1} size="h3">
          What the index is made of
        </Title>
        <RangePicker
          range={range}
          known={known.dates}
          onChange={(next) => void navigate({ search: { by, of, ...next } })}
        />
      </Group>
      {!data || known.pending ? (
        <Skeleton height={640} aria-label="Loading" />
      ) : !known.dates || !start || !end || !earliest ? (
        <Empty title="There are no conversations yet.">
          <LinkAnchor to="/uploads">Upload a chat export, or try the sample data</LinkAnchor>
        </Empty>
      ) : (
        <>
          <Text size="sm" c="dimmed" className="numbers">
            Customer Satisfaction Index {score(data.csi)}, by the weights of &quot;{data.weight_profile.name}
            &quot;
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
            {PILLARS.map((pillar) => (
              <PillarCard key={pillar} pillar={pillar} metrics={data} range={range} />
            ))}
          </SimpleGrid>
          <SmallMultiples
            range={range}
            drawn={{ start_date: start < earliest ? earliest : start, end_date: end }}
            {...{ by, of }}
            onChange={(choice) =>
              void navigate({ search: (before) => ({ ...before, ...choice }), replace: true })
            }
          />
          {may('what-if:run') && <WhatIfPanel range={range} />}
        </>
      )}
    </Stack>
  );
}
