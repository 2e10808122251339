import { Center, Container, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sessionQuery } from '../api/client';
import { Failure } from '../states';
import { SignIn } from './sign-in';

interface SignedInProps {
  /** Why a one-time link let nobody in. */
  refusal: Error | undefined;
  children: ReactNode;
}

/** Its children for who is signed in, the sign-in for who is not. */
export function SignedIn({ refusal, children }: SignedInProps) {
  const session = useQuery(sessionQuery);
  // What is on screen stays while the server is away.
  if (session.error && session.data === undefined) {
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
