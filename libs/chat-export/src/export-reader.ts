import { type ElementSink, ElementWalker } from './element-walker.js';
import { ownChatId } from './message-keys.js';

/** Where an element stands. */
export interface Place {
  /** 1-based, over the whole file. */
  position: number;
  byteOffset: number;
  /** Key of its list; null where the document is one array. */
  key: string | null;
  /** 0-based, in its list. */
  index: number;
}

export type ExportItem =
  /** `table`: the list holds messages of many chats, so its key is no chat id. */
  | { kind: 'message'; place: Place; table: boolean; value: unknown }
  | { kind: 'too_long'; place: Place; table: boolean }
  /** All messages of one key have been read. `table` as above. */
  | { kind: 'list_end'; key: string; messages: number; table: boolean };

/** What a list is: `chat` all of one chat, `table` of many; unknown until a message carries a chat id of its own. */
export type ListKind = 'unknown' | 'chat' | 'table';

/** Everything needed to go on reading behind the last item. Plain data: stored as JSON. */
export interface ExportCheckpoint {
  /** Go on with this byte of the file. */
  byteOffset: number;
  position: number;
  root: 'list' | 'lists';
  list: { key: string | null; length: number; kind: ListKind } | null;
}

/**
 * Reads the messages of an export chunk by chunk. After any `read` a `checkpoint` can be stored; a reader made from it
 * and fed from its byte on gives exactly the items that were not given yet.
 */
export class ExportReader implements ElementSink {
  readonly wantsText = true;
  private readonly walker: ElementWalker;
  private items: ExportItem[] = [];
  private root: 'list' | 'lists';
  private key: string | null;
  private length: number;
  private kind: ListKind;
  private inList: boolean;
  private position: number;
  private readUpTo: number;

  constructor(from?: ExportCheckpoint) {
    this.root = from?.root ?? 'list';
    this.key = from?.list?.key ?? null;
    this.length = from?.list?.length ?? 0;
    this.kind = from?.list?.kind ?? 'unknown';
    this.inList = from?.list != null;
    this.position = from?.position ?? 0;
    this.readUpTo = from?.byteOffset ?? 0;
    this.walker = new ElementWalker(
      this,
      from && { byteOffset: from.byteOffset, root: from.root, inList: this.inList },
    );
  }

  /** The items that end in this chunk. */
  read(chunk: Uint8Array): ExportItem[] {
    this.items = [];
    this.walker.write(chunk);
    return this.items;
  }

  /** Throws where the document isn't complete. */
  end(): void {
    this.walker.end();
  }

  /** Null before the first item. */
  get checkpoint(): ExportCheckpoint | null {
    if (this.readUpTo === 0) return null;
    // A list that has begun, but gave nothing yet, is begun anew.
    const list =
      this.inList && this.length > 0 ? { key: this.key, length: this.length, kind: this.kind } : null;
    return { byteOffset: this.readUpTo, position: this.position, root: this.root, list };
  }

  listBegins(key: string | null): void {
    this.root = key === null ? 'list' : 'lists';
    this.key = key;
    this.length = 0;
    this.kind = key === null ? 'table' : 'unknown';
    this.inList = true;
  }

  element(json: string | null, start: number, end: number): void {
    this.position++;
    this.readUpTo = end;
    const place: Place = {
      position: this.position,
      byteOffset: start,
      key: this.key,
      index: this.length++,
    };
    if (json === null) {
      this.items.push({ kind: 'too_long', place, table: this.kind === 'table' });
      return;
    }
    const value: unknown = JSON.parse(json);
    if (this.kind === 'unknown') this.decideKind(value);
    this.items.push({ kind: 'message', place, table: this.kind === 'table', value });
  }

  listEnds(end: number): void {
    this.inList = false;
    if (this.key === null) return;
    this.readUpTo = end;
    this.items.push({
      kind: 'list_end',
      key: this.key,
      messages: this.length,
      table: this.kind === 'table',
    });
  }

  private decideKind(value: unknown): void {
    const own = ownChatId(value);
    if (own !== null) this.kind = own === this.key ? 'chat' : 'table';
  }
}
