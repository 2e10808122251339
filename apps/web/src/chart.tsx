import { useComputedColorScheme } from '@mantine/core';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

interface ChartProps {
  option: EChartsCoreOption;
  height: number;
  /** Read out instead of the picture. */
  label: string;
  onPick?: (name: string) => void;
}

export default function Chart({ option, height, label, onPick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    if (!box.current) return;
    const chart = init(box.current, scheme === 'dark' ? 'dark' : undefined, { renderer: 'svg' });
    chart.setOption({ backgroundColor: 'transparent', ...option });
    if (onPick) chart.on('click', ({ name }) => onPick(name));
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [option, scheme, onPick]);
  return <div ref={box} role="img" aria-label={label} style={{ height, width: '100%' }} />;
}
