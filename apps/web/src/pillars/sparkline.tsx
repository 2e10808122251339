interface SparklineProps {
  /** 0..100; null is a gap. */
  values: readonly (number | null)[];
  /** Drawn pale behind it, on the same scale. */
  behind: readonly (number | null)[];
  label: string;
}

/** Those that have no neighbour to be joined with. */
const alone = (values: readonly (number | null)[]) =>
  values.map((value, i) => ((values[i - 1] ?? values[i + 1] ?? null) === null ? value : null));

/** Runs of neighbours as lines, one alone as a dot. */
function pathOf(values: readonly (number | null)[]): string {
  const step = values.length > 1 ? 100 / (values.length - 1) : 0;
  let path = '';
  let drawing = false;
  for (const [i, value] of values.entries()) {
    if (value === null) {
      drawing = false;
      continue;
    }
    const [x, y] = [(i * step).toFixed(2), (100 - value).toFixed(2)];
    path += drawing ? `L${x} ${y}` : `M${x} ${y}h0`;
    drawing = true;
  }
  return path;
}

/** A line small enough to have a dozen beside each other. */
export function Sparkline({ values, behind, label }: SparklineProps) {
  const line = { fill: 'none', vectorEffect: 'non-scaling-stroke', strokeLinecap: 'round' } as const;
  return (
    <svg
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      style={{ display: 'block', width: '100%', height: 56, overflow: 'visible' }}
    >
      <path d={pathOf(behind)} {...line} stroke="var(--mantine-color-dimmed)" strokeOpacity={0.35} />
      <path d={pathOf(values)} {...line} stroke="var(--mantine-primary-color-filled)" strokeWidth={2} />
      <path
        d={pathOf(alone(values))}
        {...line}
        stroke="var(--mantine-primary-color-filled)"
        strokeWidth={5}
      />
    </svg>
  );
}
