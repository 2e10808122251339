import { Card, Group, SegmentedControl, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type ChangeSplit, type DateRange, type Explanation, explainQuery } from '../api/client';
import { DEFINITIONS } from '../definitions';
import { change, count, counted, score, words } from '../format';
import { LinkAnchor } from '../link-anchor';
import { Failure } from '../states';
import { WideTable } from '../wide-table';
import type { CompareWith } from './comparison';
import { SCORED } from './metric-card';

type Split = NonNullable<Explanation['change']>;
const WAYS = [
  { value: 'pillars', label: 'Pillars' },
  { value: 'topics', label: 'Topics' },
  { value: 'agents', label: 'Agents' },
] as const;
type Way = (typeof WAYS)[number]['value'];

interface Row {
  key: string;
  name: ReactNode;
  before: number | null;
  after: number | null;
  /** What it rests on, in words. */
  basis: string;
  contribution: number;
}

const pillarRows = (split: Split): Row[] =>
  split.pillars.map(({ pillar, weight, before, after, contribution }) => ({
    key: pillar,
    name: DEFINITIONS[pillar].title,
    before,
    after,
    basis: `weight ${Math.round(weight * 100)} %`,
    contribution,
  }));

function groupRows(split: ChangeSplit, link: (group: string, days: number) => ReactNode): Row[] {
  const rows = split.parts.map(({ group, days, csi, contribution }) => ({
    key: group ?? '',
    name: group === null ? 'Nobody named' : link(group, days.after ?? 0),
    before: csi.before,
    after: csi.after,
    basis: `${count(days.before ?? 0)} → ${counted(days.after ?? 0, 'day')}`,
    contribution,
  }));
  const { groups, contribution } = split.others;
  if (groups === 0) return rows;
  const others = counted(groups, 'other');
  return [
    ...rows,
    { key: 'others', name: others, before: null, after: null, basis: 'added up', contribution },
  ];
}

/** The change of the index in parts that add up to it. */
export function WhyItMoved({ range, compare }: { range: DateRange; compare: CompareWith }) {
  const { start_date, end_date } = range;
  return (
    <Card withBorder padding="md" component="section" aria-label="Why it moved" mih={120}>
      <Text size="sm" c="dimmed" mb="xs">
        Why it moved
      </Text>
      {start_date && end_date ? (
        <Explained range={{ start_date, end_date }} compare={compare} />
      ) : (
        <Text size="sm">
          All data are on screen, and before them there is nothing to compare with. Choose 7, 30 or 90 days
          above to see what moved the index.
        </Text>
      )}
    </Card>
  );
}

function Explained({ range, compare }: { range: Required<DateRange>; compare: CompareWith }) {
  const [way, setWay] = useState<Way>('pillars');
  const explanation = useQuery({ ...explainQuery(range, compare), placeholderData: (before) => before });
  if (explanation.error)
    return <Failure error={explanation.error} retry={() => void explanation.refetch()} />;
  if (!explanation.data) return <Skeleton height={220} aria-label="Loading" />;
  const { previous, csi, scored_days, change: split } = explanation.data;
  const before = `${previous.start_date} to ${previous.end_date}`;
  if (split === null)
    return (
      <Text size="sm">
        {counted(scored_days.before ?? 0, 'scored day')} from {before}, {count(scored_days.after ?? 0)} in the
        dates on screen: a change needs some in both. Choose other dates, or compare with{' '}
        {compare === 'year' ? 'the period before' : 'last year'}.
      </Text>
    );
  const rows = {
    pillars: () => pillarRows(split),
    topics: () =>
      groupRows(split.topics, (topic, days) => (
        <LinkAnchor
          to="/conversations"
          search={{ ...range, ...SCORED, topic }}
          size="sm"
          data-leads-to-days={days}
        >
          {words(topic)}
        </LinkAnchor>
      )),
    agents: () =>
      groupRows(split.agents, (agent, days) => (
        <LinkAnchor
          to="/conversations"
          search={{ ...range, ...SCORED, agent }}
          size="sm"
          data-leads-to-days={days}
        >
          {agent}
        </LinkAnchor>
      )),
  }[way]();
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" className="numbers">
          {score(csi.before)} → {score(csi.after)}, against {before} ({count(scored_days.before ?? 0)} →{' '}
          {counted(scored_days.after ?? 0, 'scored day')})
        </Text>
        <SegmentedControl
          size="xs"
          aria-label="Split by"
          data={WAYS.map(({ value, label }) => ({ value, label }))}
          value={way}
          onChange={(value) => setWay(WAYS.find((one) => one.value === value)?.value ?? 'pillars')}
        />
      </Group>
      <Contributions rows={rows} delta={split.delta} />
    </Stack>
  );
}

function Contributions({ rows, delta }: { rows: Row[]; delta: number }) {
  const most = Math.max(...rows.map(({ contribution }) => Math.abs(contribution)), 0.01);
  return (
    <WideTable minWidth={420} label="Parts of the change" verticalSpacing={4} data-split>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Part</Table.Th>
          <Table.Th ta="right">Was → is</Table.Th>
          <Table.Th>Rests on</Table.Th>
          <Table.Th w="30%" aria-hidden />
          <Table.Th ta="right">Points</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody className="numbers">
        {rows.map(({ key, name, before, after, basis, contribution }) => (
          <Table.Tr key={key}>
            <Table.Td data-label="Part">{name}</Table.Td>
            <Table.Td ta="right" data-label="Was → is">
              {score(before)} → {score(after)}
            </Table.Td>
            <Table.Td data-label="Rests on">{basis}</Table.Td>
            <Table.Td aria-hidden>
              <Bar part={contribution / most} />
            </Table.Td>
            <Table.Td ta="right" data-label="Points" data-contribution={contribution}>
              {change(contribution)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot className="numbers">
        <Table.Tr>
          <Table.Th colSpan={4}>Together</Table.Th>
          <Table.Th ta="right" data-delta={delta}>
            {change(delta)}
          </Table.Th>
        </Table.Tr>
      </Table.Tfoot>
    </WideTable>
  );
}

/** To the left what pulled the index down, to the right what lifted it. */
function Bar({ part }: { part: number }) {
  const width = `${Math.abs(part) * 50}%`;
  return (
    <div
      style={{
        height: 10,
        borderRadius: 3,
        width,
        marginLeft: part < 0 ? `calc(50% - ${width})` : '50%',
        background: `var(--mantine-color-${part < 0 ? 'red' : 'teal'}-6)`,
      }}
    />
  );
}
