import { OPEN_ARRAY, OPEN_OBJECT } from './byte-classes.js';
import { JsonScanner, type Watcher } from './json-scanner.js';

/** A message larger than this is skipped without being buffered, and reported as too long. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;
export const MAX_KEY_BYTES = 64 * 1024;

export interface ElementSink {
  /** Whether the text of elements is wanted; without it validation is faster. */
  readonly wantsText: boolean;
  /** A list of messages begins; the key is null where the document itself is the list. */
  listBegins(key: string | null): void;
  /** One element of a list as JSON text; null if not wanted or too long. */
  element(json: string | null, start: number, end: number): void;
  listEnds(end: number): void;
}

export interface WalkPosition {
  byteOffset: number;
  inList: boolean;
  root: 'list' | 'lists';
}

/** Finds the lists of an export and the messages in them while chunks pass by, holding at most one message. */
export class ElementWalker implements Watcher {
  /** Number of brackets open around a message; unknown before the first bracket. */
  private elementDepth: number;
  private readonly scanner: JsonScanner;
  private chunk: Buffer = Buffer.alloc(0);
  private base: number;
  private capturedFrom = -1;
  private captured: Buffer[] = [];
  private capturedBytes = 0;
  private elementAt = 0;
  private key: string | null = null;

  constructor(
    private readonly sink: ElementSink,
    from?: WalkPosition,
  ) {
    this.elementDepth = from === undefined ? 0 : from.root === 'list' ? 1 : 2;
    this.base = from?.byteOffset ?? 0;
    const open =
      from?.root === 'list' ? [OPEN_ARRAY] : from?.inList ? [OPEN_OBJECT, OPEN_ARRAY] : [OPEN_OBJECT];
    this.scanner = new JsonScanner(this, from && { byteOffset: from.byteOffset, open });
  }

  write(chunk: Uint8Array): void {
    this.chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.scanner.write(chunk);
    if (this.capturedFrom >= 0) {
      this.keep(this.capturedFrom - this.base, chunk.length);
      this.capturedFrom = this.base + chunk.length;
    }
    this.base += chunk.length;
  }

  end(): void {
    this.scanner.end();
  }

  refuseShape(what: string, at: number): never {
    return this.scanner.refuseAt('unknown_shape', what, at);
  }

  valueBegins(depth: number, firstByte: number, at: number): void {
    if (depth === 0) {
      this.elementDepth = firstByte === OPEN_ARRAY ? 1 : 2;
      if (firstByte === OPEN_ARRAY) this.sink.listBegins(null);
    } else if (depth === this.elementDepth) {
      this.elementAt = at;
      if (this.sink.wantsText) this.capturedFrom = at;
    } else if (depth === 1) {
      if (firstByte !== OPEN_ARRAY)
        this.refuseShape('the value of a chat id is not an array of messages', at);
      this.sink.listBegins(this.key);
    }
  }

  valueEnds(depth: number, end: number): void {
    if (depth === this.elementDepth) {
      this.sink.element(this.takeCaptured(end, MAX_MESSAGE_BYTES), this.elementAt, end);
    } else if (depth === this.elementDepth - 1) this.sink.listEnds(end);
  }

  keyBegins(at: number): void {
    this.capturedFrom = at;
  }

  keyEnds(end: number): void {
    const json = this.takeCaptured(end, MAX_KEY_BYTES);
    if (json === null) this.refuseShape(`a chat id is longer than ${MAX_KEY_BYTES} bytes`, end);
    this.key = JSON.parse(`"${json}"`) as string;
  }

  /** What has been seen since the capture began; null if nothing was captured or it grew too long. */
  private takeCaptured(end: number, limit: number): string | null {
    if (this.capturedFrom < 0) return null;
    const from = this.capturedFrom - this.base;
    const to = end - this.base;
    this.capturedFrom = -1;
    if (this.capturedBytes === 0) return to - from > limit ? null : this.chunk.toString('utf8', from, to);
    this.keep(from, to);
    const json = this.capturedBytes > limit ? null : Buffer.concat(this.captured).toString();
    this.captured = [];
    this.capturedBytes = 0;
    return json;
  }

  /** Copies what a message has in this chunk, as the caller may reuse the chunk. */
  private keep(from: number, to: number): void {
    this.capturedBytes += to - from;
    if (this.capturedBytes > MAX_MESSAGE_BYTES) this.captured = [];
    else this.captured.push(Buffer.from(this.chunk.subarray(from, to)));
  }
}
