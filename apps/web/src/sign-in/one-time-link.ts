import { signInByLink } from '../api/client';

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
