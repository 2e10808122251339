import { Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { uploadsQuery } from '../api/client';
import { LinkAnchor } from '../link-anchor';
import { useMay } from '../sign-in/may';
import { Failure, whyMissing } from '../states';
import { DropFile } from './drop-file';
import { UploadCard } from './upload-card';

export function UploadsPage() {
  const uploads = useQuery(uploadsQuery);
  const may = useMay();
  const mayWrite = may('uploads:write');
  const missing = whyMissing(uploads);
  if (missing) return <Failure error={missing} retry={() => void uploads.refetch()} />;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Uploads
        </Title>
        {may('judging:write') && (
          <LinkAnchor to="/operations" hash="score-again" size="sm">
            Score days again
          </LinkAnchor>
        )}
      </Group>
      {mayWrite && (
        <DropFile first={uploads.data?.uploads.length === 0} onAccepted={() => void uploads.refetch()} />
      )}
      {!uploads.data ? (
        <Skeleton height={240} aria-label="Loading" />
      ) : uploads.data.uploads.length === 0 ? (
        <Text ta="center" fw={600}>
          Nothing has been uploaded yet.
        </Text>
      ) : (
        uploads.data.uploads.map((upload) => (
          <UploadCard
            key={upload.upload_id}
            upload={upload}
            mayCancel={mayWrite}
            mayScore={may('judging:write')}
          />
        ))
      )}
    </Stack>
  );
}
