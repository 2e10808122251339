import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { ALWAYS, type Column, COLUMNS, USUAL } from './columns';

/** Which columns this person wants to see; kept in this browser. */
export function useColumns() {
  const [ids, setIds] = useLocalStorage({ key: 'conversation-columns', defaultValue: USUAL });
  const shown: Column[] = COLUMNS.filter(({ id }) => ALWAYS.includes(id) || ids.includes(id));
  return { shown, ids, setIds };
}

interface ColumnChooserProps {
  ids: string[];
  onChange: (ids: string[]) => void;
}

export function ColumnChooser({ ids, onChange }: ColumnChooserProps) {
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default">
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Checkbox.Group value={ids} onChange={onChange} aria-label="Columns that are shown">
          <Stack gap={6}>
            {COLUMNS.filter(({ id }) => !ALWAYS.includes(id)).map(({ id, title }) => (
              <Checkbox key={id} size="xs" value={id} label={title} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Button mt="sm" size="compact-xs" variant="subtle" onClick={() => onChange(USUAL)}>
          The usual ones
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
