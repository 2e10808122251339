import { brotliCompressSync, gzipSync } from 'node:zlib';
import { connect, type Socket } from 'node:net';
import { bytesOf } from '@powerpulse/testing';
import { OWNER_KEY } from './running-gateway.js';
import { exportOf } from './upload-requests.js';

/** A case of the group http-abuse. */
export interface AbusiveInput {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: unknown;
  raw?: string;
  header_count?: number;
  abort_after_bytes?: number;
  slowloris?: unknown;
  slowbody?: unknown;
  multipart?: { boundary?: string; parts?: FormPart[] };
}

interface FormPart {
  name: unknown;
  filename?: string;
  content?: string;
  value?: string;
}

export const UPLOAD = '/api/upload-json';
export const ITEM = '/api/conversations/chat-1';

const ADMIN = '/api/api-keys';

const fill = (text: string): string =>
  text
    .replace('{{UPLOAD}}', UPLOAD)
    .replace('{{LIST}}', '/api/conversations')
    .replace('{{ITEM}}', ITEM)
    .replace('{{ADMIN}}', ADMIN)
    .replace('{{ADMIN_PERCENT_ENCODED}}', '/api/%61pi-keys')
    .replaceAll(' ', '%20');

const asOwner = (raw: string): string => raw.replace('\r\n', `\r\nX-Api-Key: ${OWNER_KEY}\r\n`);

/** The bytes that the case wants to be sent. */
export function bytesOfRequest(input: AbusiveInput): (string | Buffer)[] {
  if (input.raw !== undefined) return [asOwner(input.raw.replace('{{UPLOAD}}', UPLOAD))];
  const headers: Record<string, string> = {
    Host: 'x',
    // Nothing of administration is for somebody who shows no key, however the path is written.
    ...(input.path?.includes('{{ADMIN') ? {} : { Authorization: `Bearer ${OWNER_KEY}` }),
    ...input.headers,
  };
  if (input.method === 'POST') headers['Content-Type'] ??= 'multipart/form-data; boundary=b';
  for (let i = 0; i < (input.header_count ?? 0); i++) headers[`X-Header-${String(i)}`] = 'value';
  const body = bodyOf(input.body);
  if (body.length > 0 && headers['Transfer-Encoding'] === undefined) {
    headers['Content-Length'] ??= String(body.length);
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return [`${input.method ?? 'GET'} ${fill(input.path ?? '/')} HTTP/1.1\r\n${lines.join('')}\r\n`, body];
}

function bodyOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (body === '{{VALID}}') return Buffer.from(formBytes([{ name: 'file', filename: 'a' }]));
  if (body === '{{VALID_GZIP_TWICE}}') return gzipSync(gzipSync('{}'));
  if (typeof body === 'string') return Buffer.from(body);
  // The encoding alone decides: a smaller bomb does.
  const bomb = bytesOf({ $repeat: { s: '[', n: 1_000_000 } });
  return '$gzip' in (body as object) ? gzipSync(bomb) : brotliCompressSync(bomb);
}

/** A form with the boundary `b`; files are good exports unless said otherwise. */
export function formBytes(parts: readonly FormPart[]): string {
  const text = parts.map(({ name, filename, content, value }) => {
    const field = typeof name === 'string' ? name : bytesOf(name).toString();
    const file = filename === undefined ? '' : `; filename="${filename}"`;
    const data = content ?? value ?? exportOf('abuse', 2);
    return `--b\r\ncontent-disposition: form-data; name="${field}"${file}\r\n\r\n${data}\r\n`;
  });
  return `${text.join('')}--b--\r\n`;
}

/** Head of an upload request that announces a body of this length. */
export const uploadHead = (length: number): string =>
  `POST ${UPLOAD} HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${OWNER_KEY}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${String(length)}\r\n\r\n`;

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

/** Connections on which this much has been sent, and no more. */
export function openSockets(port: number, count: number, text: string): Promise<Socket[]> {
  const open = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.off('error', reject).on('error', () => socket.destroy());
        socket.resume().write(text, () => resolve(socket));
      });
      socket.once('error', reject).on('end', () => socket.destroy());
    });
  return Promise.all(Array.from({ length: count }, open));
}
