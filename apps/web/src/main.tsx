// First: it asks for who is signed in.
import { linkRefusal, sessionAsked } from './sign-in/one-time-link';
import '@mantine/core/styles.css';
import '@mantine/dropzone/styles.css';
import '@mantine/notifications/styles.css';
import './app.css';
import { Badge, createTheme, MantineProvider, Modal, Notification, Skeleton } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { overviewBegun } from './overview/begin-overview';
import { queries } from './query-client';
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
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

/** Until it is known who is signed in, and their first numbers have come, the skeleton of index.html stays: nothing is drawn twice. */
async function start(page: HTMLElement): Promise<void> {
  const [refusal] = await Promise.all([linkRefusal, sessionAsked, router.load()]);
  await overviewBegun();
  createRoot(page).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <Notifications />
          <SignedIn refusal={refusal}>
            <RouterProvider router={router} />
          </SignedIn>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

void start(root);
