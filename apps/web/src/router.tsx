import { noop } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { ConversationFilter, DateRange } from './api/client';
import { DAY_STATUSES, MEASURES, OUTCOMES, TONES } from './conversations/choices';
import { loadChart } from './load-chart';
import { PILLARS } from './definitions';
import { NoSuchPage } from './no-such-page';
import { beginOverview } from './overview/begin-overview';
import { OverviewPage } from './overview/overview-page';
import { Shell } from './shell';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const date = (value: unknown) => (typeof value === 'string' && DATE.test(value) ? value : undefined);
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const uuid = (value: unknown) => (typeof value === 'string' && UUID.test(value) ? value : undefined);
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const number = (value: unknown) => {
  const n = Number(value);
  return value === undefined || value === '' || Number.isNaN(n) ? undefined : n;
};

/** The range stands in the address: a view can be sent to somebody. */
const rangeIn = (search: Record<string, unknown>): DateRange => ({
  start_date: date(search.start_date),
  end_date: date(search.end_date),
});

const GROUP_BYS = ['topic', 'agent', 'outcome'] as const;
const MULTIPLIED = ['csi', ...PILLARS] as const;
const SORTS = ['last_message_at', 'csi', 'sentiment_score', 'message_count'] as const;

function filterIn(search: Record<string, unknown>): ConversationFilter {
  return {
    ...rangeIn(search),
    q: text(search.q),
    topic: text(search.topic),
    agent: text(search.agent),
    outcome: OUTCOMES.find((outcome) => outcome === search.outcome),
    match: search.match === 'days' ? 'days' : undefined,
    day_status: DAY_STATUSES.find((status) => status === search.day_status),
    sentiment: TONES.find((tone) => tone === search.sentiment),
    upload_id: uuid(search.upload_id),
    measured: MEASURES.find((metric) => metric === search.measured),
    min_csi: number(search.min_csi),
    max_csi: number(search.max_csi),
    sort: SORTS.find((sort) => sort === search.sort),
    order: search.order === 'asc' ? 'asc' : search.order === 'desc' ? 'desc' : undefined,
    page: number(search.page),
  };
}

interface PillarSearch extends DateRange {
  by?: (typeof GROUP_BYS)[number];
  of?: (typeof MULTIPLIED)[number];
}

const root = createRootRoute({ component: Shell });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search: Record<string, unknown>): DateRange & { compare?: 'year' } => ({
    ...rangeIn(search),
    compare: search.compare === 'year' ? 'year' : undefined,
  }),
  loaderDeps: ({ search: { start_date, end_date } }): DateRange => ({ start_date, end_date }),
  loader: ({ deps }) => {
    beginOverview(deps);
    loadChart().catch(noop);
  },
  // Most visits begin here: it comes with the program, the others when they are asked for.
  component: OverviewPage,
});

const pillars = createRoute({
  getParentRoute: () => root,
  path: '/pillars',
  validateSearch: (search: Record<string, unknown>): PillarSearch => ({
    ...rangeIn(search),
    by: GROUP_BYS.find((by) => by === search.by),
    of: MULTIPLIED.find((of) => of === search.of),
  }),
  component: lazyRouteComponent(() => import('./pillars/pillars-page'), 'PillarsPage'),
});

const conversations = createRoute({
  getParentRoute: () => root,
  path: '/conversations',
  validateSearch: filterIn,
  component: lazyRouteComponent(() => import('./conversations/conversations-page'), 'ConversationsPage'),
});

const conversation = createRoute({
  getParentRoute: () => root,
  path: '/conversations/$chatId',
  validateSearch: (search: Record<string, unknown>): { date?: string } => ({ date: date(search.date) }),
  component: lazyRouteComponent(() => import('./conversation/conversation-page'), 'ConversationPage'),
});

const uploads = createRoute({
  getParentRoute: () => root,
  path: '/uploads',
  component: lazyRouteComponent(() => import('./uploads/uploads-page'), 'UploadsPage'),
});

const operations = createRoute({
  getParentRoute: () => root,
  path: '/operations',
  component: lazyRouteComponent(() => import('./operations/operations-page'), 'OperationsPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-page'), 'SettingsPage'),
});

const settingsParts = [
  createRoute({
    getParentRoute: () => settings,
    path: '/',
    component: lazyRouteComponent(() => import('./settings/organization'), 'OrganizationPart'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/weights',
    component: lazyRouteComponent(() => import('./settings/weights'), 'WeightsPart'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/limits',
    component: lazyRouteComponent(() => import('./settings/time-limits'), 'TimeLimitsPart'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/rules',
    component: lazyRouteComponent(() => import('./settings/rules'), 'RulesPart'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/members',
    component: lazyRouteComponent(() => import('./settings/members'), 'MembersPart'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/keys',
    component: lazyRouteComponent(() => import('./settings/keys'), 'KeysPart'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/audit',
    component: lazyRouteComponent(() => import('./settings/audit'), 'AuditPart'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    pillars,
    conversations,
    conversation,
    uploads,
    operations,
    settings.addChildren(settingsParts),
  ]),
  defaultNotFoundComponent: NoSuchPage,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
