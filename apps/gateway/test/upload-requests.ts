/** A well-formed export with as many messages. */
export function exportOf(chatId: string, messages: number): string {
  const start = Date.parse('2026-01-05T10:00:00Z');
  const list = Array.from({ length: messages }, (_, i) => ({
    MESSAGE_CONTENT: `message ${String(i)}`,
    DIRECTION: i % 2 === 0 ? 'to_company' : 'to_client',
    SOCIAL_CREATE_TIME: new Date(start + i * 1000).toISOString(),
  }));
  return JSON.stringify({ [chatId]: list });
}

export interface FormOptions {
  force?: string;
  fileFirst?: boolean;
  name?: string;
  filename?: string;
}

export function uploadForm(body: string | Uint8Array<ArrayBuffer>, options: FormOptions = {}): FormData {
  const { force, fileFirst = true, name = 'file', filename = 'export.json' } = options;
  const form = new FormData();
  const addFile = (): void => form.append(name, new Blob([body], { type: 'application/json' }), filename);
  if (fileFirst) addFile();
  if (force !== undefined) form.append('force_reprocess', force);
  if (!fileFirst) addFile();
  return form;
}

/** Fresh objects: a body can be read only once. */
export const uploadRequest = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  options: FormOptions = {},
): RequestInit => ({ method: 'POST', body: uploadForm(body, options), headers });
