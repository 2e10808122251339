import { brotliCompressSync, gzipSync } from 'node:zlib';
import { connect, type Socket } from 'node:net';
import { bytesOf } from '@powerpulse/testing';
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

const fill = (text: string): string =>
  text
    .replace('{{UPLOAD}}', UPLOAD)
    .replace('{{LIST}}', '/api/conversations')
    .replace('{{ITEM}}', ITEM)
    .replaceAll(' ', '%20');

/** The bytes that the case wants to be sent. */
export function bytesOfRequest(input: AbusiveInput): (string | Buffer)[] {
  if (input.raw !== undefined) return [input.raw.replace('{{UPLOAD}}', UPLOAD)];
  const headers: Record<string, string> = { Host: 'x', ...input.headers };
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
  `POST ${UPLOAD} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${String(length)}\r\n\r\n`;

/** Writes bytes as they are; gives everything that comes back until the server closes or has answered once. */
export function exchange(port: number, ...pieces: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const done = (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setEncoding('latin1');
    socket.on('error', (error) => (answer === '' ? reject(error) : done()));
    socket.on('close', done);
    socket.on('data', (text: string) => {
      answer += text;
      if (isWhole(answer)) done();
    });
    for (const piece of pieces) socket.write(piece);
  });
}

function isWhole(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /content-length: (\d+)/i.exec(answer.slice(0, end))?.[1];
  return length === undefined ? answer.endsWith('\r\n0\r\n\r\n') : answer.length >= end + 4 + Number(length);
}

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
