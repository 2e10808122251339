import { type ElementSink, ElementWalker } from './element-walker.js';
import { isObject, messageFields, ownChatId } from './message-keys.js';

/** `map`: object of chat id to messages. `list`: array of messages. `table`: object with one key that holds such an array. */
export type ExportShape = 'map' | 'list' | 'table';

export interface ExportSummary {
  shape: ExportShape;
  /** Elements of all lists, good or bad. */
  messages: number;
  lists: number;
}

/**
 * Validates an upload while it streams in: `write` and `end` throw `ExportRefused` at the first fault. What it accepts,
 * `ExportReader` reads to the end.
 */
export class ExportScanner implements ElementSink {
  wantsText = true;
  private readonly walker = new ElementWalker(this);
  private messages = 0;
  private lists = 0;
  private inMap = true;
  private key: string | null = null;
  private sawMessage = false;
  private firstListIsTable: boolean | null = null;

  write(chunk: Uint8Array): void {
    this.walker.write(chunk);
  }

  end(): ExportSummary {
    this.walker.end();
    if (this.lists === 0) this.walker.refuseShape('the export holds no conversation', 0);
    if (!this.inMap && this.messages === 0) this.walker.refuseShape('the export holds no message', 0);
    if (this.messages > 0 && !this.sawMessage) {
      this.walker.refuseShape('nothing in the lists is a message with a known key', 0);
    }
    const table = this.lists === 1 && this.firstListIsTable === true;
    return {
      shape: this.inMap ? (table ? 'table' : 'map') : 'list',
      messages: this.messages,
      lists: this.lists,
    };
  }

  listBegins(key: string | null): void {
    this.lists++;
    this.key = key;
    this.inMap = key !== null;
  }

  element(json: string | null): void {
    this.messages++;
    if (json !== null) this.inspect(JSON.parse(json));
  }

  listEnds(): void {
    this.firstListIsTable ??= false;
    this.wantsText = !this.sawMessage;
  }

  /** Messages are looked into only until it is clear what the file is. */
  private inspect(value: unknown): void {
    this.sawMessage ||= isObject(value) && messageFields(value) !== null;
    if (this.inMap && this.firstListIsTable === null) {
      const own = ownChatId(value);
      if (own !== null) this.firstListIsTable = own !== this.key;
    }
    this.wantsText = !this.sawMessage || (this.inMap && this.firstListIsTable === null);
  }
}
