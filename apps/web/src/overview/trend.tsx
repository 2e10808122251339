import { Skeleton, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import type { TrendPoint } from '../api/client';
import { DEFINITIONS, PILLARS, WEIGHT_OF } from '../definitions';
import { score } from '../format';
import { INDEX_AXIS, loadChart } from '../load-chart';

const Chart = lazy(loadChart);
const HEIGHT = 280;
const LINES = ['csi', ...PILLARS] as const;
/** One each; at least 3 to 1 against white and against the dark card (WCAG 1.4.11). */
const COLORS = ['#1098ad', '#e8590c', '#be4bdb', '#2f9e44', '#4c6ef5'];

const valueOf = (point: TrendPoint, name: (typeof LINES)[number]): number | null => {
  if (name === 'csi') return point.csi_score;
  const pillar = point[`${WEIGHT_OF[name]}_score`];
  return pillar === null ? null : 10 * pillar;
};

/** CSI and pillars over time. A date without a scored day is a gap; a click on one with some leads to them. */
export function Trend({ days }: { days: TrendPoint[] }) {
  const navigate = useNavigate();
  const lookAt = useCallback(
    (place: number) => {
      const day = days[place];
      if (day === undefined || day.csi_score === null) return;
      const search = {
        start_date: day.date,
        end_date: day.date,
        match: 'days',
        day_status: 'scored',
      } as const;
      void navigate({ to: '/conversations', search });
    },
    [days, navigate],
  );
  const option = useMemo(
    () => ({
      color: COLORS,
      // Labels fit: nothing has to be measured to find out.
      grid: { left: 36, right: 12, top: 36, bottom: 28, outerBoundsMode: 'none' },
      legend: { top: 0, type: 'scroll' },
      tooltip: { trigger: 'axis', valueFormatter: (value: number | null) => score(value) },
      xAxis: {
        type: 'category',
        data: days.map((day) => day.date),
        boundaryGap: false,
        // The first and the last date do not stick out.
        axisLabel: { alignMinLabel: 'left', alignMaxLabel: 'right' },
      },
      yAxis: INDEX_AXIS,
      series: LINES.map((name) => ({
        name: DEFINITIONS[name].title,
        type: 'line',
        // A scored date between two without one has no line to be seen by.
        showSymbol: days.length < 60,
        showAllSymbol: days.length < 60,
        lineStyle: { width: name === 'csi' ? 3 : 1.5 },
        data: days.map((day) => valueOf(day, name)),
      })),
    }),
    [days],
  );
  return (
    <>
      <Suspense fallback={<Skeleton height={HEIGHT} />}>
        <Chart
          option={option}
          height={HEIGHT}
          label={`Satisfaction index and pillars over ${days.length} dates; a date leads to its conversations, by a click or by arrow keys and Enter`}
          onPlace={lookAt}
          places={days.length}
        />
      </Suspense>
      <Text size="xs" c="dimmed">
        Choose a date to see its conversations
        <Text span inherit visibleFrom="sm">
          : by a click, or from the chart by ← → and Enter
        </Text>
        .
      </Text>
    </>
  );
}
