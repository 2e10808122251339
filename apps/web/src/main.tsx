import '@mantine/core/styles.css';
import '@mantine/dropzone/styles.css';
import '@mantine/notifications/styles.css';
import './app.css';
import { Badge, createTheme, MantineProvider, Modal, Notification, Skeleton } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem, sessionQuery } from './api/client';
import { router } from './router';
import { SignedIn } from './sign-in/signed-in';

const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: { light: 9, dark: 6 },
  defaultRadius: 'md',
  components: {
    Badge: Badge.extend({ styles: { label: { textTransform: 'none' } } }),
    Skeleton: Skeleton.extend({ defaultProps: { role: 'status' } }),
    Modal: Modal.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
  },
});
/** Another try helps where the server was away, not where it said no. */
const worthAnotherTry = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof ApiProblem && error.status < 500);
const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, retry: worthAnotherTry } },
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      // The session has ended meanwhile: asking for it anew shows the sign-in.
      const ended = error instanceof ApiProblem && error.status === 401 && queryKey[0] !== 'session';
      if (ended) void queries.resetQueries(sessionQuery);
    },
  }),
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Notifications />
        <SignedIn>
          <RouterProvider router={router} />
        </SignedIn>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
