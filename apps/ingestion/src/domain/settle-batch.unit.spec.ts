import type { ExportItem } from '@powerpulse/chat-export';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareBatch } from './prepare-batch.js';
import {
  type Announcement,
  type ChatOfUpload,
  type ConversationRow,
  nextVersion,
  settleBatch,
} from './settle-batch.js';

const RULES = { now: Date.parse('2026-11-20T12:00:00Z'), autoResponsePatterns: ['*977#'] };
const START = Date.parse('2026-01-05T10:00:00Z');

interface Spec {
  chat: number;
  minute: number;
  kind: 'good' | 'filtered' | 'bad';
}

const spec: fc.Arbitrary<Spec> = fc.record({
  chat: fc.nat(4),
  minute: fc.nat(5),
  kind: fc.constantFrom('good', 'good', 'good', 'filtered', 'bad'),
});
/** A file: messages of several chats (some ending their list), cut into batches. */
const file = fc.record({
  specs: fc.array(spec, { maxLength: 60 }),
  inMap: fc.boolean(),
  cuts: fc.array(fc.nat(60), { maxLength: 6 }),
  force: fc.boolean(),
});

const valueOf = ({ chat, minute, kind }: Spec) => ({
  FB_CHAT_ID: `chat ${chat}`,
  MESSAGE: kind === 'filtered' ? '*977#' : `minute ${minute}`,
  DIRECTION: kind === 'bad' ? 'root' : 'to_company',
  SOCIAL_CREATE_TIME: new Date(START + minute * 60_000).toISOString(),
});

function itemsOf(specs: readonly Spec[], inMap: boolean): ExportItem[] {
  const ordered = inMap ? specs.toSorted((a, b) => a.chat - b.chat) : specs;
  return ordered.flatMap((each, i): ExportItem[] => {
    const key = inMap ? `chat ${each.chat}` : null;
    const place = { position: i + 1, byteOffset: i * 10, key, index: i };
    const message = { kind: 'message' as const, place, table: !inMap, value: valueOf(each) };
    const isLast = ordered[i + 1]?.chat !== each.chat;
    return key !== null && isLast
      ? [message, { kind: 'list_end', key, messages: 1, table: false }]
      : [message];
  });
}

/** What the tables would hold, in memory. */
class Tables {
  readonly conversations = new Map<string, ConversationRow>();
  readonly messages = new Map<string, number>();

  upload(items: readonly ExportItem[], cuts: readonly number[], force: boolean) {
    const chats = new Map<string, ChatOfUpload>();
    const announced: Announcement[] = [];
    const counts = { kept: 0, duplicate: 0, filtered: 0, rejected: 0, usable: 0, skipped: 0 };
    const places = [0, ...cuts.toSorted((a, b) => a - b), items.length];
    for (const [i, from] of places.entries()) {
      const batch = prepareBatch(items.slice(from, places[i + 1] ?? from), 'o', RULES);
      const newPositions = new Set<number>();
      for (const { messageId, position, conversationId } of batch.messages) {
        if (this.messages.has(messageId)) continue;
        this.messages.set(messageId, nextVersion(this.conversations.get(conversationId)));
        newPositions.add(position);
      }
      const settled = settleBatch(batch, { conversations: this.conversations, chats, newPositions, force });
      for (const row of settled.conversations) this.conversations.set(row.conversationId, row);
      for (const chat of settled.chats) chats.set(chat.conversationId, chat);
      announced.push(...settled.announcements);
      counts.kept += settled.kept;
      counts.duplicate += settled.duplicate;
      counts.filtered += batch.filtered;
      counts.rejected += batch.rejected;
      counts.usable += settled.usableChats;
      counts.skipped += settled.skippedChats;
    }
    return { chats, announced, counts };
  }
}

const chatsWith = (specs: readonly Spec[], ...kinds: Spec['kind'][]) =>
  new Set(specs.filter((each) => kinds.includes(each.kind)).map((each) => each.chat)).size;

describe('batches of one upload', () => {
  it('count every message once and every chat once, wherever they are cut', () => {
    fc.assert(
      fc.property(file, ({ specs, inMap, cuts, force }) => {
        const items = itemsOf(specs, inMap);
        const { counts } = new Tables().upload(items, cuts, force);
        const { kept, duplicate, filtered, rejected } = counts;
        const good = specs.filter((each) => each.kind === 'good');
        expect(kept).toBe(new Set(good.map(({ chat, minute }) => `${chat} ${minute}`)).size);
        expect(kept + duplicate).toBe(good.length);
        expect(filtered + rejected).toBe(specs.length - good.length);
        expect(counts.usable).toBe(chatsWith(specs, 'good'));
        expect(counts.usable + counts.skipped).toBe(chatsWith(specs, 'good', 'bad', 'filtered'));
      }),
    );
  });

  it('leave each conversation as its messages are', () => {
    fc.assert(
      fc.property(file, ({ specs, inMap, cuts, force }) => {
        const tables = new Tables();
        tables.upload(itemsOf(specs, inMap), cuts, force);
        const good = Map.groupBy(
          specs.filter((each) => each.kind === 'good'),
          (each) => each.chat,
        );
        const expected = [...good.values()].map((own) => {
          const minutes = [...new Set(own.map((each) => each.minute))].map(
            (minute) => START + minute * 60_000,
          );
          return [minutes.length, Math.min(...minutes), Math.max(...minutes)];
        });
        const found = [...tables.conversations.values()].map((row) => [
          row.messageCount,
          row.firstAt,
          row.lastAt,
        ]);
        expect(found.sort()).toEqual(expected.sort());
      }),
    );
  });

  it('announce what changed, or leave it pending for the end of the file', () => {
    fc.assert(
      fc.property(file, file, (first, second) => {
        const tables = new Tables();
        for (const { specs, inMap, cuts, force } of [first, second]) {
          const before = new Map(tables.conversations);
          const { chats, announced } = tables.upload(itemsOf(specs, inMap), cuts, force);
          for (const [id, chat] of chats) {
            const row = tables.conversations.get(id);
            const isAnnounced = announced.some((each) => each.conversationId === id);
            const hasChanged = row?.version !== before.get(id)?.version;
            expect(chat.pending || isAnnounced).toBe(hasChanged || (force && chat.usable));
            if (inMap) expect(chat.pending).toBe(false);
            if (isAnnounced) expect(announced.at(-1)?.force).toBe(force);
          }
          for (const { conversationId, version } of announced) {
            expect(version).toBe(tables.conversations.get(conversationId)?.version);
          }
        }
      }),
    );
  });

  it('change nothing the second time', () => {
    fc.assert(
      fc.property(file, ({ specs, inMap, cuts }) => {
        const tables = new Tables();
        tables.upload(itemsOf(specs, inMap), cuts, false);
        const before = structuredClone(tables.conversations);
        const { announced, counts, chats } = tables.upload(itemsOf(specs, inMap), [...cuts, 3], false);
        expect(tables.conversations).toEqual(before);
        expect(counts.kept).toBe(0);
        expect(announced).toEqual([]);
        expect([...chats.values()].some((chat) => chat.pending)).toBe(false);
      }),
    );
  });

  it('end with the name on the latest message, in whatever order messages come', () => {
    const named = fc.array(fc.record({ minute: fc.nat(5), name: fc.constantFrom('Ada', 'Bo', null) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(20), { minLength: 1 }),
        named,
        fc.array(fc.nat(20)),
        (minutes, names, cuts) => {
          const specs = minutes.map((minute, i) => ({ minute, name: names[i % names.length]?.name ?? null }));
          const items = specs.map(({ minute, name }, i): ExportItem => ({
            kind: 'message',
            place: { position: i + 1, byteOffset: i, key: null, index: i },
            table: true,
            value: { ...valueOf({ chat: 1, minute, kind: 'good' }), CUSTOMER_NAME: name },
          }));
          const tables = new Tables();
          tables.upload(items, cuts, false);
          const latest = specs.toSorted((a, b) => b.minute - a.minute).find((each) => each.name !== null);
          expect([...tables.conversations.values()][0]?.customerName).toBe(latest?.name ?? null);
        },
      ),
    );
  });
});
