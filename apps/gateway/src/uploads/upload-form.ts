import type { Multipart, MultipartFile, MultipartValue } from '@fastify/multipart';
import { brokenForm } from './broken-form.js';
import { invalidParameter } from '../http/problem.js';

const FLAGS: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };

/**
 * Reads the form part by part, in whatever order they come. `receive` consumes the file; what it returns is given back
 * with the options.
 */
export async function readUploadForm<T>(
  parts: AsyncIterable<Multipart>,
  receive: (file: MultipartFile) => Promise<T>,
): Promise<{ received: T; forceReprocess: boolean }> {
  let received: { value: T } | undefined;
  let force: boolean | undefined;
  for await (const part of wellFormed(parts)) {
    if (part.type === 'file') {
      if (part.fieldname !== 'file') throw unknownField(part.fieldname);
      if (received !== undefined) throw invalidParameter('file', 'must be given once');
      received = { value: await receive(part) };
    } else {
      if (force !== undefined) throw invalidParameter('force_reprocess', 'must be given once');
      force = readFlag(part);
    }
  }
  if (received === undefined) throw invalidParameter('file', 'is missing: send the export as a file part');
  return { received: received.value, forceReprocess: force ?? false };
}

async function* wellFormed(parts: AsyncIterable<Multipart>): AsyncGenerator<Multipart> {
  try {
    yield* parts;
  } catch (error) {
    throw brokenForm(error);
  }
}

function readFlag(part: MultipartValue): boolean {
  if (part.fieldname === 'file') throw invalidParameter('file', 'must be a file part, with a file name');
  if (part.fieldname !== 'force_reprocess') throw unknownField(part.fieldname);
  const flag = typeof part.value === 'string' ? FLAGS[part.value.toLowerCase()] : undefined;
  if (flag === undefined) throw invalidParameter('force_reprocess', 'must be true or false');
  return flag;
}

const unknownField = (name: string): Error =>
  invalidParameter(name === '' ? '(empty)' : name.slice(0, 100), 'is not known here');
