import { noop } from '@tanstack/react-query';
import { sessionQuery, signInByLink } from '../api/client';
import { queries } from '../query-client';

const LINK = /^#sign-in=([\w-]+)$/;

/** The secret of a one-time link, taken out of the address at once: it is not for the history or a screenshot. */
const token = LINK.exec(location.hash)?.[1];
if (token) history.replaceState(null, '', location.pathname + location.search);

// A link that is opened where the page already is only changes what stands behind the #.
addEventListener('hashchange', () => {
  if (LINK.test(location.hash)) location.reload();
});

/** Why the link that the page was opened by lets nobody in; undefined where it does, and where there was none. */
export const linkRefusal: Promise<Error | undefined> = token
  ? signInByLink(token).then(
      () => undefined,
      (error: unknown) => error as Error,
    )
  : Promise.resolve(undefined);

const ask = () => queries.query(sessionQuery).then(noop, noop);

/** Who is signed in is asked while the rest of the program is still being read; SignedIn shows the answer. */
export const sessionAsked = token ? linkRefusal.then(ask) : ask();
