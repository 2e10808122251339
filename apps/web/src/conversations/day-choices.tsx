import { Button, Select } from '@mantine/core';
import { DAY_STATUSES, DAYS_WITH, isOfDays, MEASURES, TONES } from './choices';
import type { FiltersProps } from './filters';

const WHOLE = 'whole';
const KINDS = [
  { value: WHOLE, label: 'all their days' },
  { value: 'days', label: 'days that match' },
  { value: 'scored', label: 'scored days' },
  { value: 'unscored', label: 'days without a score' },
  { value: 'unjudged', label: 'days nobody could judge' },
  { value: 'outbound', label: 'days without a customer message' },
];

/** Narrows the list down to single days. Topic, agent and outcome are those of the day then. */
export function DayChoices({ filter, change }: FiltersProps) {
  const kind = filter.day_status ?? (isOfDays(filter) ? 'days' : WHOLE);
  return (
    <>
      <Select
        size="xs"
        label="Made of"
        w={{ sm: 170 }}
        data={KINDS}
        value={kind}
        allowDeselect={false}
        onChange={(value) =>
          change({
            match: value === 'days' ? 'days' : undefined,
            day_status: DAY_STATUSES.find((status) => status === value),
            ...(value === WHOLE && { sentiment: undefined, measured: undefined, upload_id: undefined }),
          })
        }
      />
      <Select
        size="xs"
        label="Days with"
        placeholder="anything"
        w={{ sm: 150 }}
        clearable
        clearButtonProps={{ 'aria-label': 'Days with anything' }}
        data={[
          { group: 'Tone', items: TONES.map((tone) => ({ value: tone, label: `${tone} tone` })) },
          { group: 'Known', items: MEASURES.map((one) => ({ value: one, label: DAYS_WITH[one] })) },
        ]}
        value={filter.sentiment ?? filter.measured ?? null}
        onChange={(value) =>
          change({
            sentiment: TONES.find((tone) => tone === value),
            measured: MEASURES.find((metric) => metric === value),
          })
        }
      />
      {filter.upload_id !== undefined && (
        <Button size="xs" variant="light" onClick={() => change({ upload_id: undefined })}>
          Of one upload ✕
        </Button>
      )}
    </>
  );
}
