/** What has been promised of each figure, and where it stands. */
export interface Bar {
  scenario: string;
  what: string;
  /** Found in a scenario's result by its path, e.g. `visible_ms.p99`. */
  figure: string;
  pass: number;
  aim?: number;
  better: 'more' | 'less';
}

export const BARS: readonly Bar[] = [
  { ...more('pipeline', 'conversation-days a second', 'days_per_second', 1_200), aim: 2_000 },
  { ...less('pipeline', 'times the floor', 'times_floor', 18), aim: 12 },
  less('pipeline', 'largest process, MB', 'largest_process_megabytes', 400),
  less('freshness', 'accepted to visible, p99, ms', 'visible_ms.p99', 2_000),
  less('flood', 'accepted and not shown', 'lost', 0),
  less('flood', "others' p95, times their usual", 'others_p95_ratio', 2),
  less('flood', 'gateway, MB', 'processes.gateway.peakMegabytes', 400),
  less('flood', 'ingestion, MB', 'processes.ingestion.peakMegabytes', 400),
  less('idle', 'whole stack, MB', 'megabytes', 1_500),
  more('replay', 'events a second', 'events_per_second', 5_000),
  less('replay', 'reads meanwhile, p95, times usual', 'reads_p95_ratio', 2),
  less('what-if', 'a million days, p95, ms', 'milliseconds.p95', 500),
  less('reads', 'metrics, all, p95 at 16, ms', 'reads.metrics.at_16.p95', 50),
  less('reads', 'metrics, a year, p95 at 16, ms', 'reads.metrics_year.at_16.p95', 50),
  less('reads', 'daily, a year, p95 at 16, ms', 'reads.daily_year.at_16.p95', 50),
  less('reads', 'list, first page, p95 at 16, ms', 'reads.list_first.at_16.p95', 100),
  less('reads', 'list, page 10,000, p95 at 16, ms', 'reads.list_deep.at_16.p95', 100),
  less('reads', 'list, 30 days and topic, p95 at 16', 'reads.list_month_topic.at_16.p95', 100),
  less('reads', 'list, a year by csi, p95 at 16, ms', 'reads.list_year_by_csi.at_16.p95', 100),
  less('reads', 'one conversation, p95 at 16, ms', 'reads.conversation.at_16.p95', 30),
  less('reads', 'gateway in an export, MB', 'export.peak_megabytes.gateway', 250),
  less('reads', 'analytics in an export, MB', 'export.peak_megabytes.analytics', 250),
  more('llm-latency', 'of the calls that are possible', 'share_of_possible', 0.95),
  more('llm-latency', 'of the places in calls filled', 'packing_fill', 0.9),
  less('demo', 'warm, to the summary, s', 'warm_seconds', 15),
  less('dashboard', 'first contentful paint, ms', 'first_contentful_paint_ms.p50', 1_500),
  less('dashboard', 'interactive, ms', 'interactive_ms.p50', 2_000),
  less('dashboard', 'initial JavaScript, compressed, kB', 'initial_script_kilobytes', 300),
  less('dashboard', 'layout shift', 'layout_shift', 0),
  less('dashboard', 'inline scripts allowed', 'inline_scripts_allowed', 0),
];

function more(scenario: string, what: string, figure: string, pass: number): Bar {
  return { scenario, what, figure, pass, better: 'more' };
}

function less(scenario: string, what: string, figure: string, pass: number): Bar {
  return { scenario, what, figure, pass, better: 'less' };
}

export interface Standing extends Bar {
  runs: number[];
  median: number;
  passed: boolean;
}

/** The median of the runs beside each bar of a scenario. */
export function standings(scenario: string, runs: readonly object[]): Standing[] {
  return BARS.filter((bar) => bar.scenario === scenario).map((bar) => {
    const values = runs.map((run) => figureIn(run, bar.figure));
    const median = medianOf(values);
    const passed = bar.better === 'more' ? median >= bar.pass : median <= bar.pass;
    return { ...bar, runs: values, median, passed };
  });
}

export const tableOf = (rows: readonly Standing[]): string =>
  rows
    .map(({ what, runs, median, pass, aim, passed }) => {
      const bar = `bar ${String(pass)}${aim === undefined ? '' : `, aim ${String(aim)}`}`;
      return `  ${passed ? 'ok    ' : 'MISSED'} ${what.padEnd(34)} ${short(median).padStart(9)}  (${bar}; runs ${runs.map(short).join(', ')})`;
    })
    .join('\n');

const short = (value: number) => Number(value.toPrecision(4)).toString();

function figureIn(result: object, path: string): number {
  let at: unknown = result;
  for (const step of path.split('.')) at = (at as Record<string, unknown> | undefined)?.[step];
  return typeof at === 'number' ? at : NaN;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}

/** CPU time of a day, the median of each size's runs, against that of the first size. Bar: 1.15 for 100,000 against 20,000. */
export function growthOf(sizes: readonly (readonly object[])[]): number[] {
  const costs = sizes.map((runs) =>
    medianOf(runs.map((run) => figureIn(run, 'cpu_seconds_per_thousand_days'))),
  );
  return costs.map((cost) => cost / (costs[0] ?? NaN));
}
