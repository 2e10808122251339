import type http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Fault } from './stub-faults.js';

export interface Reply {
  model: string;
  prompt: string;
  json: string;
}

/** Writes what the fault makes of the reply. */
export async function play(
  fault: Fault,
  reply: Reply,
  response: http.ServerResponse,
  latencyMs: number,
): Promise<void> {
  switch (fault.kind) {
    case 'ok':
      await Promise.all([fault.when, delay(fault.afterMs ?? latencyMs)]);
      return send(response, completion(reply, { content: reply.json, usage: fault.usage }));
    case 'entries':
    case 'obey':
      await delay(latencyMs);
      return send(response, completion(reply, { content: reply.json }));
    case 'content':
      await delay(latencyMs);
      return send(response, completion(reply, { content: fault.of(reply.json) }));
    case 'truncated': {
      const content = reply.json.slice(0, Math.floor(reply.json.length * fault.share));
      return send(response, completion(reply, { content, finish: 'length' }));
    }
    case 'refusal':
      return send(response, completion(reply, refused(fault.as)));
    case 'status':
      await delay(fault.afterMs ?? 0);
      return send(response, fault.body ?? '', fault.status, fault.headers);
    case 'hang':
      return hang(response, fault.at);
    case 'reset':
      if (fault.at === 'body') await begin(response, reply);
      response.destroy();
      return;
    case 'slow':
      return drip(response, reply, fault.bytes, fault.everyMs);
    case 'huge':
      return flood(response, fault);
  }
}

const refused = (as: 'field' | 'filter') =>
  as === 'field'
    ? { content: null, refusal: 'I can not help with that.' }
    : { content: '', finish: 'content_filter' };

interface Choice {
  content: string | null;
  finish?: string;
  refusal?: string;
  usage?: null;
}

function completion(reply: Reply, { content, finish = 'stop', refusal, usage }: Choice) {
  const prompt_tokens = Math.ceil(reply.prompt.length / 4);
  const completion_tokens = Math.ceil((content ?? '').length / 4);
  return {
    id: 'chatcmpl-stub',
    object: 'chat.completion',
    created: 0,
    model: reply.model,
    choices: [
      { index: 0, finish_reason: finish, message: { role: 'assistant', content, refusal: refusal ?? null } },
    ],
    usage:
      usage === null
        ? null
        : { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

async function send(
  response: http.ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): Promise<void> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  await new Promise<void>((resolve) => response.end(text, () => resolve()));
}

async function begin(response: http.ServerResponse, reply: Reply): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  const text = JSON.stringify(completion(reply, { content: reply.json }));
  await new Promise((resolve) => response.write(text.slice(0, text.length / 2), resolve));
}

async function hang(response: http.ServerResponse, at: 'connect' | 'headers' | 'body'): Promise<void> {
  if (at === 'headers') response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
  if (at === 'body') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"id":"chatcmpl');
  }
  await new Promise((resolve) => response.once('close', resolve));
}

async function drip(
  response: http.ServerResponse,
  reply: Reply,
  bytes: number,
  everyMs: number,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  const text = JSON.stringify(completion(reply, { content: reply.json }));
  for (let at = 0; at < text.length && !response.destroyed; at += bytes) {
    response.write(text.slice(at, at + bytes));
    await delay(everyMs);
  }
  response.end();
}

async function flood(
  response: http.ServerResponse,
  { gzip, megabytes }: { gzip: boolean; megabytes: number },
): Promise<void> {
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  if (gzip) {
    const bomb = gzipSync(Buffer.alloc(megabytes * 1024 * 1024, 'x'));
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(bomb);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  for (let sent = 0; sent < megabytes && !response.destroyed; sent++)
    if (!response.write(megabyte))
      await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
  response.end();
}
