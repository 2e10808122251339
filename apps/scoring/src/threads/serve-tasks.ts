import { parentPort } from 'node:worker_threads';
import type { Tasks, ThreadReply, ThreadRequest } from './task-thread.js';

type Handlers<T extends Tasks> = { [K in keyof T]: (task: T[K]['task']) => T[K]['result'] };

/** The thread's side: answers every task by its handler. */
export function serveTasks<T extends Tasks>(handlers: Handlers<T>): void {
  const port = parentPort;
  if (port === null) throw new Error('runs in a worker thread only');
  port.on('message', ({ id, kind, task }: ThreadRequest<T>) => {
    const reply: ThreadReply<T> = { id, result: handlers[kind](task) };
    port.postMessage(reply);
  });
}
