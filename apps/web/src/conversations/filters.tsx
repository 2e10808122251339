import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure, useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type ConversationFilter, groupsQuery } from '../api/client';
import { words } from '../format';
import { useMay } from '../sign-in/may';
import { OUTCOMES } from './choices';
import { DayChoices } from './day-choices';

const SORTS = [
  { value: 'last_message_at:desc', label: 'Newest first' },
  { value: 'csi:asc', label: 'Lowest index first' },
  { value: 'csi:desc', label: 'Highest index first' },
  { value: 'message_count:desc', label: 'Longest first' },
];

export interface FiltersProps {
  filter: ConversationFilter;
  change: (part: ConversationFilter) => void;
}

/** How many of them are set. */
const chosenIn = ({ q: _, sort: __, order: ___, page: ____, ...filter }: ConversationFilter) =>
  Object.values(filter).filter((one) => one !== undefined).length;

/** On a phone all but the search are behind a button. */
export function Filters({ filter, change }: FiltersProps) {
  const [open, { toggle }] = useDisclosure(false);
  const chosen = chosenIn(filter);
  return (
    <div className="filters" data-open={open}>
      <Search filter={filter} change={change} />
      <Button size="xs" variant="default" hiddenFrom="sm" aria-expanded={open} onClick={toggle}>
        {open ? 'Fewer' : 'Filters and order'}
        {chosen > 0 && ` (${chosen})`}
      </Button>
      <Choices filter={filter} change={change} />
    </div>
  );
}

function Choices({ filter, change }: FiltersProps) {
  return (
    <div className="filter-choices">
      <Select
        size="xs"
        label="Order"
        data={SORTS}
        value={`${filter.sort ?? 'last_message_at'}:${filter.order ?? 'desc'}`}
        allowDeselect={false}
        onChange={(value) => {
          const [sort, order] = (value ?? '').split(':') as [
            ConversationFilter['sort'],
            ConversationFilter['order'],
          ];
          change({ sort, order });
        }}
      />
      <Select
        size="xs"
        label="Outcome"
        placeholder="any"
        w={{ sm: 120 }}
        clearable
        clearButtonProps={{ 'aria-label': 'Any outcome' }}
        data={[...OUTCOMES]}
        value={filter.outcome ?? null}
        onChange={(value) => change({ outcome: OUTCOMES.find((outcome) => outcome === value) })}
      />
      <GroupFilter by="topic" filter={filter} change={change} />
      <GroupFilter by="agent" filter={filter} change={change} />
      <DayChoices filter={filter} change={change} />
      {(['start_date', 'end_date'] as const).map((name) => (
        <TextInput
          key={name}
          size="xs"
          type="date"
          label={name === 'start_date' ? 'From' : 'To'}
          value={filter[name] ?? ''}
          onChange={({ currentTarget }) => change({ [name]: currentTarget.value || undefined })}
        />
      ))}
      {(['min_csi', 'max_csi'] as const).map((name) => (
        <TextInput
          key={name}
          size="xs"
          w={{ sm: 80 }}
          inputMode="decimal"
          label={name === 'min_csi' ? 'Index from' : 'to'}
          value={filter[name] ?? ''}
          onChange={({ currentTarget: { value } }) =>
            change({ [name]: value === '' || Number.isNaN(Number(value)) ? undefined : Number(value) })
          }
        />
      ))}
    </div>
  );
}

/** Words, a phrase, a part of an id or a name: asked once typing pauses. */
function Search({ filter, change }: FiltersProps) {
  const mayReadMessages = useMay()('messages:read');
  const [typed, setTyped] = useState(filter.q ?? '');
  const field = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => field.current?.focus()]]);
  const ask = useDebouncedCallback((q: string) => change({ q: q.trim() || undefined }), 300);
  // Back and forward change the address without anybody typing.
  useEffect(() => setTyped((now) => (now.trim() === (filter.q ?? '') ? now : (filter.q ?? ''))), [filter.q]);
  return (
    <TextInput
      ref={field}
      size="xs"
      type="search"
      label="Search"
      w={{ base: '100%', sm: 240 }}
      maxLength={200}
      placeholder={mayReadMessages ? 'words, "a phrase", -not, chat id' : 'chat id'}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        ask(value);
      }}
    />
  );
}

/** The largest topics or agents there are; one that came in by a link is listed too. */
function GroupFilter({ by, filter, change }: FiltersProps & { by: 'topic' | 'agent' }) {
  const may = useMay()('metrics:read');
  const { data } = useQuery({ ...groupsQuery(by), enabled: may });
  const chosen = filter[by];
  const names = new Set(data?.groups?.groups.map(({ group }) => group));
  if (chosen !== undefined) names.add(chosen);
  if (!may && chosen === undefined) return null;
  return (
    <Select
      size="xs"
      label={by === 'topic' ? 'Topic' : 'Agent'}
      placeholder="any"
      w={{ sm: 150 }}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Any ${by}` }}
      data={[...names].map((name) => ({ value: name, label: by === 'topic' ? words(name) : name }))}
      value={chosen ?? null}
      onChange={(value) => change({ [by]: value ?? undefined })}
    />
  );
}
