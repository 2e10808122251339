import { Button, Group, TextInput } from '@mantine/core';
import type { DateRange } from '../api/client';

interface RangePickerProps {
  range: DateRange;
  /** First and last date that have data. */
  known: { first: string; last: string } | undefined;
  onChange: (range: DateRange) => void;
}

function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

const SPANS = [7, 30, 90];

/** Spans count back from the newest data, so that old exports are not shown as empty weeks. */
export function RangePicker({ range, known, onChange }: RangePickerProps) {
  const chosen = range.start_date !== undefined || range.end_date !== undefined;
  return (
    <Group gap="xs" align="flex-end">
      <Button.Group>
        {SPANS.map((days) => {
          const span = known && { start_date: daysBefore(known.last, days - 1), end_date: known.last };
          const on = span && range.start_date === span.start_date && range.end_date === span.end_date;
          return (
            <Button
              key={days}
              size="xs"
              variant={on ? 'filled' : 'default'}
              // In its place from the start: nothing moves when the dates come.
              disabled={!span}
              onClick={() => span && onChange(span)}
            >
              {days} days
            </Button>
          );
        })}
        <Button size="xs" variant={chosen ? 'default' : 'filled'} onClick={() => onChange({})}>
          All
        </Button>
      </Button.Group>
      {(['start_date', 'end_date'] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          size="xs"
          aria-label={end === 'start_date' ? 'From' : 'To'}
          // A browser's "mm/dd/yyyy" is not as wide as a date: it would move when the dates come.
          style={{ visibility: (range[end] ?? known) ? 'visible' : 'hidden' }}
          value={range[end] ?? (end === 'start_date' ? known?.first : known?.last) ?? ''}
          onChange={({ currentTarget: { value } }) => {
            const next = { start_date: known?.first, end_date: known?.last, ...range, [end]: value };
            if (next.start_date && next.end_date && next.start_date <= next.end_date) onChange(next);
          }}
        />
      ))}
    </Group>
  );
}
