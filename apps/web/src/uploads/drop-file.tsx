import { Group, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useState } from 'react';
import { ChosenFile } from './chosen-file';
import { TrySample } from './try-sample';

interface DropFileProps {
  /** Nothing was uploaded yet. */
  first: boolean;
  onAccepted: () => void;
}

export function DropFile({ first, onAccepted }: DropFileProps) {
  const [file, setFile] = useState<File>();
  if (file)
    return (
      <ChosenFile
        key={`${file.name} ${file.lastModified}`}
        file={file}
        onLeave={() => setFile(undefined)}
        onAccepted={() => {
          setFile(undefined);
          onAccepted();
        }}
      />
    );
  return (
    <Stack>
      <Dropzone
        multiple={false}
        onDrop={([dropped]) => dropped && setFile(dropped)}
        aria-label="Choose a chat export to upload"
      >
        <Group justify="center" mih={90} style={{ pointerEvents: 'none' }}>
          <Stack gap={2} align="center">
            <Text>Drop a chat export here, or click to choose one</Text>
            <Text size="xs" c="dimmed">
              JSON, NDJSON, CSV, or an export of Chatwoot, Intercom or Zendesk; you see how it is read before
              it is sent
            </Text>
          </Stack>
        </Group>
      </Dropzone>
      {first && <TrySample onFile={setFile} />}
    </Stack>
  );
}
