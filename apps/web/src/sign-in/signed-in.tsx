import { Center, Container, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { sessionQuery, signInByLink } from '../api/client';
import { Failure } from '../states';
import { SignIn } from './sign-in';

const LINK = /^#sign-in=([\w-]+)$/;

/** The secret of a one-time link, taken out of the address at once: it is not for the history or a screenshot. */
const linkToken = LINK.exec(location.hash)?.[1];
if (linkToken) history.replaceState(null, '', location.pathname + location.search);

// A link that is opened where the page already is only changes what stands behind the #.
addEventListener('hashchange', () => {
  if (LINK.test(location.hash)) location.reload();
});

/** Used once, however often React mounts this. */
const linkUsed = linkToken ? signInByLink(linkToken) : Promise.resolve(undefined);

/** Its children for who is signed in, the sign-in for who is not. */
export function SignedIn({ children }: { children: ReactNode }) {
  const [refusal, setRefusal] = useState<Error>();
  const [linkDone, setLinkDone] = useState(linkToken === undefined);
  useEffect(() => {
    linkUsed.catch((error: unknown) => setRefusal(error as Error)).finally(() => setLinkDone(true));
  }, []);
  const session = useQuery({ ...sessionQuery, enabled: linkDone });
  if (session.error) {
    return (
      <Container size="sm" py="xl">
        <Failure error={session.error} retry={() => void session.refetch()} />
      </Container>
    );
  }
  if (session.data === undefined) {
    return (
      <Center h="100vh">
        <Loader aria-label="Loading" />
      </Center>
    );
  }
  return session.data === null ? <SignIn refusal={refusal} /> : children;
}
