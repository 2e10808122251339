import { Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { words } from '../format';
import { headersOf, type Preview, type ReadAs } from './upload-queries';

const FORMATS = ['json', 'ndjson', 'csv', 'chatwoot', 'intercom', 'zendesk'] as const;

interface ReadAsFieldsProps {
  file: File;
  preview: Preview | undefined;
  readAs: ReadAs;
  onChange: (readAs: ReadAs) => void;
}

/** What the file is, and for CSV which column is what: as found out, and to be corrected. */
export function ReadAsFields({ file, preview, readAs, onChange }: ReadAsFieldsProps) {
  const columns = preview?.columns;
  return (
    <Group gap="xs" align="flex-end">
      <Select
        size="xs"
        w={130}
        label="Read as"
        placeholder={preview?.format ?? 'as found'}
        clearable
        clearButtonProps={{ 'aria-label': 'As found' }}
        data={[...FORMATS]}
        value={readAs.format ?? null}
        onChange={(value) => onChange({ format: FORMATS.find((one) => one === value) })}
      />
      {columns && <Columns {...{ file, columns, readAs, onChange }} />}
    </Group>
  );
}

interface ColumnsProps extends Omit<ReadAsFieldsProps, 'preview'> {
  columns: NonNullable<Preview['columns']>;
}

function Columns({ file, columns, readAs, onChange }: ColumnsProps) {
  const headers = useQuery({
    queryKey: ['headers', file.name, file.size, file.lastModified],
    queryFn: () => headersOf(file),
    staleTime: Infinity,
  }).data;
  return (
    <>
      {columns.map(({ field, column }) => {
        const name = `${field}_column` as keyof ReadAs;
        return (
          <Select
            key={field}
            size="xs"
            w={140}
            label={words(field)}
            placeholder="none"
            clearable
            clearButtonProps={{ 'aria-label': `No column for ${words(field)}` }}
            data={[...new Set([...(headers ?? []), ...(column === null ? [] : [column])])]}
            value={column}
            onChange={(value) => onChange({ ...readAs, [name]: value ?? undefined })}
          />
        );
      })}
      <TextInput
        size="xs"
        w={190}
        label="The customer is written as"
        placeholder="customer, user, ..."
        value={readAs.customer_value ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...readAs, customer_value: value === '' ? undefined : value })
        }
      />
    </>
  );
}
