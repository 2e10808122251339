import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** Tasks of a thread, by kind: what each takes and gives. */
export type Tasks = Record<string, { task: unknown; result: unknown }>;

export interface ThreadRequest<T extends Tasks> {
  id: number;
  kind: keyof T & string;
  task: T[keyof T]['task'];
}

export interface ThreadReply<T extends Tasks> {
  id: number;
  result: T[keyof T]['result'];
}

/** A task that takes longer hangs: it takes milliseconds. */
const TASK_MS = 20_000;

interface Pending {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** What a task leaves behind is garbage at once: a large young heap would only hold memory beside the process's own. */
const LIMITS = { maxYoungGenerationSizeMb: 12 };

/** A thread for work that the event loop must not wait for. Starts when needed, again after a crash. */
export class TaskThread<T extends Tasks> {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;

  /** `file`: of the worker, without its ending, relative to `from`. */
  constructor(
    private readonly name: string,
    private readonly file: string,
    private readonly from: string,
  ) {}

  get load(): number {
    return this.pending.size;
  }

  run<K extends keyof T & string>(kind: K, task: T[K]['task']): Promise<T[K]['result']> {
    const worker = (this.worker ??= this.start());
    const id = this.nextId++;
    const request: ThreadRequest<T> = { id, kind, task };
    return new Promise((resolve, reject) => {
      const late = () => this.fail(worker, new Error(`the ${this.name} thread did not answer in time`));
      const timer = setTimeout(late, TASK_MS);
      this.pending.set(id, { resolve, reject, timer });
      worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    const { worker } = this;
    if (worker === undefined) return;
    this.fail(worker, new Error(`the ${this.name} thread was stopped`));
    await worker.terminate();
  }

  private start(): Worker {
    // The same file, compiled or not.
    const file = new URL(this.file + path.extname(this.from), this.from);
    const worker = new Worker(file, { name: this.name, resourceLimits: LIMITS });
    worker.on('message', ({ id, result }: ThreadReply<T>) => {
      const pending = this.pending.get(id);
      if (pending === undefined) return;
      this.pending.delete(id);
      clearTimeout(pending.timer);
      pending.resolve(result);
    });
    worker.on('error', (error) => this.fail(worker, error));
    worker.on('exit', () => this.fail(worker, new Error(`the ${this.name} thread ended`)));
    return worker;
  }

  /** Whatever it had in hand is lost; the next task gets a new thread. */
  private fail(worker: Worker, error: unknown): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    void worker.terminate();
    for (const { reject, timer } of this.pending.values()) {
      clearTimeout(timer);
      reject(error instanceof Error ? error : new Error(`the ${this.name} thread failed`));
    }
    this.pending.clear();
  }
}
