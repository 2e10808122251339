import { Alert, Button, Container, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { sessionQuery, signIn } from '../api/client';

export function SignIn({ refusal }: { refusal: Error | undefined }) {
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: () => signIn(email, password),
    onSuccess: async (session) => {
      // An answer from before, that nobody is signed in, must not come after this one.
      await queries.cancelQueries(sessionQuery);
      queries.setQueryData(sessionQuery.queryKey, session);
    },
  });
  const problem = attempt.error ?? refusal;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  return (
    <Container size={380} py={80} component="main">
      <Title order={1} size="h2" mb="md">
        PowerPulse
      </Title>
      <form onSubmit={submit}>
        <Stack>
          {problem && (
            <Alert color="red" role="alert">
              {problem.message}
            </Alert>
          )}
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <Button type="submit" loading={attempt.isPending}>
            Sign in
          </Button>
          <Text size="sm" c="dimmed">
            No password yet? Whoever runs PowerPulse can give you a one-time link; on your own machine, `npm
            start` prints one.
          </Text>
        </Stack>
      </form>
    </Container>
  );
}
