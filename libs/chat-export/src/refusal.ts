/** Why a file is refused as a whole. Defects of single messages never refuse a file: they are reported one by one. */
export const REFUSAL_HINTS = {
  empty: 'Upload an export that holds conversations.',
  not_json: 'Upload the export as JSON: an object of chat id to messages, or an array of messages.',
  not_utf8: 'Save the file as UTF-8 and upload it again.',
  control_character: 'Inside a JSON string a control character must be escaped, e.g. \\n or \\u0000.',
  syntax: 'Check the file with any JSON validator; the fault is at this byte or just before it.',
  cut_off: 'The file ends too early. Export or copy it again, completely.',
  trailing_data:
    'A file holds one JSON document. Remove what follows its last bracket, or upload it by itself.',
  too_deep: 'No chat export nests like this. Flatten what the messages hold.',
  unknown_shape:
    'Accepted are: an object of chat id to an array of messages, an array of messages, or an object with one key that holds such an array. See docs/uploading.md.',
} as const;

export type RefusalCode = keyof typeof REFUSAL_HINTS;

/** Thrown by the scanner: the file is refused and nothing of it is kept. Never quotes what the file says. */
export class ExportRefused extends Error {
  readonly hint: string;

  constructor(
    readonly code: RefusalCode,
    what: string,
    /** Offset of the byte at which the fault shows. */
    readonly byteOffset: number,
    /** 1-based line of that byte. */
    readonly line: number,
  ) {
    super(`${what} (byte ${byteOffset}, line ${line})`);
    this.name = 'ExportRefused';
    this.hint = REFUSAL_HINTS[code];
  }
}
