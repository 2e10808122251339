import { z } from 'zod';
import { defineQuery } from '../define-query.js';
import { CalendarDate, OrganizationId } from '../values.js';
import { DayRow } from './analytics.js';
import { DayFilter } from './day-filter.js';

const DayPlace = z.object({ conversation_id: z.uuid(), date: CalendarDate });

export const ListConversationDays = defineQuery({
  name: 'ListConversationDays',
  version: 1,
  context: 'analytics',
  description:
    'The days of these conversations, in the order asked and then by date. `next` is the last day of a full reply: ask again from its conversation on, with `after`.',
  request: z.object({
    organization: OrganizationId,
    conversation_ids: z.array(z.uuid()).min(1).max(100),
    start_date: CalendarDate.nullable(),
    end_date: CalendarDate.nullable(),
    /** Only days like this. */
    days: DayFilter.optional(),
    after: DayPlace.nullable(),
  }),
  reply: z.object({
    days: z.array(z.object({ conversation_id: z.uuid(), day: DayRow })),
    next: DayPlace.nullable(),
  }),
});

export const ListLowestDays = defineQuery({
  name: 'ListLowestDays',
  version: 1,
  context: 'analytics',
  description: 'The scored days with the lowest CSI, lowest first, ties by chat id and date.',
  request: z.object({
    organization: OrganizationId,
    start_date: CalendarDate.nullable(),
    end_date: CalendarDate.nullable(),
    limit: z.int().min(1).max(100),
  }),
  reply: z.object({
    days: z.array(z.object({ chat_id: z.string(), conversation_id: z.uuid(), day: DayRow })),
  }),
});
