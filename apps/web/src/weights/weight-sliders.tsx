import { Grid, NumberInput, Slider, Text } from '@mantine/core';
import { DEFINITIONS } from '../definitions';
import { type Part, PARTS, type Percents, shareOut } from './share-out';

const PILLAR_OF = {
  effectiveness: 'resolution_quality',
  effort: 'customer_ease',
  efficiency: 'service_timeliness',
  empathy: 'interaction_quality',
} as const satisfies Record<Part, keyof typeof DEFINITIONS>;

export const titleOf = (part: Part): string => DEFINITIONS[PILLAR_OF[part]].title;

interface WeightSlidersProps {
  value: Percents;
  onChange: (value: Percents) => void;
}

/** Four weights that are 100 % in all, whichever is moved. */
export function WeightSliders({ value, onChange }: WeightSlidersProps) {
  return PARTS.map((part) => {
    const title = titleOf(part);
    const set = (wanted: number) => onChange(shareOut(value, part, wanted));
    return (
      <Grid key={part} align="center" gap="sm">
        <Grid.Col span={{ base: 12, xs: 3 }}>
          <Text size="sm">{title}</Text>
        </Grid.Col>
        <Grid.Col span={{ base: 8, xs: 6 }}>
          <Slider
            value={value[part]}
            onChange={set}
            label={null}
            thumbLabel={`Weight of ${title}, percent`}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 4, xs: 3 }}>
          <NumberInput
            size="xs"
            aria-label={`Weight of ${title}`}
            suffix=" %"
            min={0}
            max={100}
            allowDecimal={false}
            value={value[part]}
            onChange={(typed) => typed !== '' && typed !== value[part] && set(Number(typed))}
          />
        </Grid.Col>
      </Grid>
    );
  });
}
