import { Skeleton } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import { score } from '../format';
import { INDEX_AXIS, loadChart } from '../load-chart';
import type { WhatIf } from './what-if-queries';

const Chart = lazy(loadChart);
const HEIGHT = 240;
const DAY_MS = 86_400_000;

type Dates = NonNullable<WhatIf['daily']>;

/** All dates from the first to the last: one without a scored day is a gap. */
function filled(dates: Dates) {
  const byDate = new Map(dates.map((row) => [row.date, row]));
  const [first, last] = [dates[0]?.date, dates.at(-1)?.date];
  if (first === undefined || last === undefined) return [];
  const rows: { date: string; row: Dates[number] | undefined }[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY_MS) {
    const date = new Date(at).toISOString().slice(0, 10);
    rows.push({ date, row: byDate.get(date) });
  }
  return rows;
}

/** The index as it is, dashed, and as it would be. */
export function WhatIfChart({ dates, line }: { dates: Dates; line: number }) {
  const option = useMemo(() => {
    const rows = filled(dates);
    const few = rows.length < 60;
    const series = { type: 'line', showSymbol: few, showAllSymbol: few };
    return {
      grid: { left: 36, right: 12, top: 32, bottom: 28 },
      legend: { top: 0 },
      tooltip: { trigger: 'axis', valueFormatter: (value: number | null) => score(value) },
      xAxis: { type: 'category', data: rows.map(({ date }) => date), boundaryGap: false },
      yAxis: INDEX_AXIS,
      series: [
        {
          ...series,
          name: 'As it is',
          lineStyle: { type: 'dashed', width: 1.5, opacity: 0.5 },
          itemStyle: { color: '#868e96' },
          data: rows.map(({ row }) => row?.current_csi ?? null),
        },
        {
          ...series,
          name: 'As it would be',
          lineStyle: { width: 3 },
          itemStyle: { color: '#1098ad' },
          data: rows.map(({ row }) => row?.what_if_csi ?? null),
        },
        {
          name: 'Your line',
          type: 'line',
          symbol: 'none',
          lineStyle: { width: 1, type: 'dotted' },
          itemStyle: { color: '#e8590c' },
          data: rows.map(() => line),
        },
      ],
    };
  }, [dates, line]);
  return (
    <Suspense fallback={<Skeleton height={HEIGHT} />}>
      <Chart
        option={option}
        height={HEIGHT}
        label={`The index of ${dates.length} dates, as it is and as it would be`}
      />
    </Suspense>
  );
}
