import { QueryCache, QueryClient } from '@tanstack/react-query';
import { api, ApiProblem, sessionQuery } from './api/client';
import { withPageSize } from './api/page-size';

/** Another try helps where the server was away, not where it said no. */
const worthAnotherTry = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof ApiProblem && error.status < 500);

export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, retry: worthAnotherTry } },
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      // The session has ended meanwhile: asking for it anew shows the sign-in.
      const ended = error instanceof ApiProblem && error.status === 401 && queryKey[0] !== 'session';
      if (ended) void queries.resetQueries(sessionQuery);
    },
  }),
});

api.use({
  onRequest: ({ request }) => {
    const session = queries.getQueryData(sessionQuery.queryKey);
    return session ? withPageSize(request, session.max_page_size) : request;
  },
});
