import { useComputedColorScheme } from '@mantine/core';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type KeyboardEvent, useEffect, useRef } from 'react';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

interface ChartProps {
  option: EChartsCoreOption;
  height: number;
  /** Read out instead of the picture. */
  label: string;
  /** Somebody chose this place of the axis from left to right, counted from 0: by a click, or by arrows and Enter. */
  onPlace?: (place: number) => void;
  /** How many places there are. */
  places?: number;
}

export default function Chart({ option, height, label, onPlace, places = 0 }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    if (!box.current) return;
    const drawn = init(box.current, scheme === 'dark' ? 'dark' : undefined, { renderer: 'svg' });
    chart.current = drawn;
    const watcher = new ResizeObserver(([seen]) => {
      // Told of the size it was drawn in, too: once is enough.
      if (seen && Math.round(seen.contentRect.width) !== drawn.getWidth()) drawn.resize();
    });
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      drawn.dispose();
    };
  }, [scheme]);
  // New data move the lines that are there; they are not drawn from nothing.
  useEffect(() => {
    const quick = { backgroundColor: 'transparent', animationDuration: 0, animationDurationUpdate: 150 };
    chart.current?.setOption({ ...quick, ...option }, { replaceMerge: ['series'] });
  }, [option, scheme]);
  useEffect(() => {
    const drawn = chart.current;
    if (!drawn || !onPlace) return;
    const clicked = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }) => {
      if (!drawn.containPixel('grid', [offsetX, offsetY])) return;
      const [place] = drawn.convertFromPixel('grid', [offsetX, offsetY]);
      if (place !== undefined) onPlace(place);
    };
    const canvas = drawn.getZr();
    canvas.on('click', clicked);
    return () => canvas.off('click', clicked);
  }, [onPlace, scheme]);
  const at = useRef(places);
  const walk = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Enter' && at.current < places) onPlace?.(at.current);
    if (by === undefined) return;
    event.preventDefault();
    at.current = Math.min(Math.max(at.current + by, 0), places - 1);
    const [x, y] = chart.current?.convertToPixel('grid', [at.current, 0]) ?? [];
    chart.current?.dispatchAction({ type: 'showTip', x, y });
  };
  return (
    <div
      ref={box}
      role="img"
      aria-label={label}
      style={{ height, width: '100%' }}
      {...(onPlace && {
        tabIndex: 0,
        onKeyDown: walk,
        onBlur: () => chart.current?.dispatchAction({ type: 'hideTip' }),
      })}
    />
  );
}
