import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';

interface SecretProps {
  title: string;
  /** What it is for, and that it does not come again. */
  children: string;
  secret: string;
  onClose: () => void;
}

/** Something that is shown once. */
export function Secret({ title, children, secret, onClose }: SecretProps) {
  return (
    <Alert color="teal" title={title} role="status">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{children}</Text>
        <Code style={{ overflowWrap: 'anywhere' }} data-secret>
          {secret}
        </Code>
        <Group gap="xs">
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button size="xs" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
          <Button size="xs" variant="subtle" onClick={onClose}>
            I have it
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
