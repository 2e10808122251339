import type { ConversationFilter } from '../api/client';

const KEY = 'conversations';

/** The list as this tab saw it last: from a conversation one comes back to it. */
export const keepFilter = (filter: ConversationFilter) => sessionStorage.setItem(KEY, JSON.stringify(filter));

export const lastFilter = () => JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as ConversationFilter;
