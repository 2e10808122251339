import { Badge } from '@mantine/core';
import type { Definition } from '../definitions';
import { change, duration } from '../format';

interface DeltaProps {
  definition: Definition;
  delta: number | null | undefined;
  /** What it is compared with, in words. */
  against: string;
}

/** By how much a number changed; the colour knows which way is good. */
export function Delta({ definition, delta, against }: DeltaProps) {
  if (delta == null) return null;
  const level = Math.abs(delta) < 0.05;
  const good = delta > 0 === (definition.better === 'up');
  const color = level ? 'gray' : good ? 'teal' : 'red';
  const amount =
    definition.unit === 'minutes'
      ? `${delta < 0 ? '−' : '+'}${duration(Math.abs(delta))}`
      : `${change(delta)} ${definition.unit}`;
  return (
    <Badge
      variant="light"
      color={color}
      // Told whole, below the title where there is no room beside it.
      style={{ flexShrink: 0 }}
      // The theme's own shade is too pale on its tint.
      styles={{
        label: { color: `light-dark(var(--mantine-color-${color}-9), var(--mantine-color-${color}-3))` },
      }}
      data-change={level ? 'level' : good ? 'better' : 'worse'}
      aria-label={`${amount} against ${against}, ${level ? 'level' : good ? 'better' : 'worse'}`}
    >
      {level ? '→' : delta > 0 ? '▲' : '▼'} {definition.unit === 'minutes' ? amount : change(delta)}
    </Badge>
  );
}
