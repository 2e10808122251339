import { Group, Slider, Stack, Text } from '@mantine/core';
import type { TimeLimits } from '../api/client';
import { duration } from '../format';

interface LabelledSliderProps {
  label: string;
  shown: string;
  /** As it is now, beside what is chosen. */
  was: string;
  value: number;
  min?: number;
  max: number;
  step?: number;
  onChange: (value: number) => void;
}

function LabelledSlider({ label, shown, was, ...slider }: LabelledSliderProps) {
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{label}</Text>
        <Text size="sm" fw={600} className="numbers">
          {shown}
          {shown !== was && (
            <Text span size="xs" c="dimmed">
              {' '}
              (now {was})
            </Text>
          )}
        </Text>
      </Group>
      <Slider {...slider} label={null} thumbLabel={label} size="sm" />
    </div>
  );
}

const LIMITS = [
  { name: 'first_response_seconds', label: 'First answer counts 0 from', most: 240 },
  { name: 'avg_response_seconds', label: 'Each answer counts 0 from', most: 240 },
  { name: 'handling_seconds', label: 'Handling counts 0 from', most: 480 },
] as const;

interface LimitSlidersProps {
  current: TimeLimits;
  limits: TimeLimits;
  onChange: (limits: TimeLimits) => void;
}

/** Waits from which on timeliness is 0, in minutes. */
export function LimitSliders({ current, limits, onChange }: LimitSlidersProps) {
  return (
    <Stack gap="sm">
      {LIMITS.map(({ name, label, most }) => (
        <LabelledSlider
          key={name}
          label={label}
          shown={duration(limits[name] / 60)}
          was={duration(current[name] / 60)}
          value={limits[name] / 60}
          min={1}
          max={Math.max(most, (current[name] / 60) * 2)}
          onChange={(minutes) => onChange({ ...limits, [name]: minutes * 60 })}
        />
      ))}
    </Stack>
  );
}
