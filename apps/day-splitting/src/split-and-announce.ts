import type { ConversationIngested, EventOf } from '@powerpulse/contracts';
import type { UnitOfWork } from '@powerpulse/messaging';
import { Unavailable } from '@powerpulse/runtime';
import { emitAll } from './announcements.js';
import type { Change } from './domain/attribution.js';
import { splitConversation } from './domain/split-conversation.js';
import type { FetchedConversation } from './ingestion/current-conversations.js';
import { keyOf, lockStates } from './tables/conversation-states.js';
import { holdZones } from './tables/organization-zones.js';
import { writeOutcomes } from './tables/write-outcomes.js';

export interface SplitTask {
  conversation: FetchedConversation;
  /** Empty where only the time zone asks for it. */
  events: readonly EventOf<typeof ConversationIngested>[];
  correlationId: string;
}

/** One transaction's work: each conversation at most once, whatever the number of them the same few statements. */
export async function splitAndAnnounce(unit: UnitOfWork, tasks: readonly SplitTask[]): Promise<void> {
  if (tasks.length === 0) return;
  await holdZonesUsed(unit, tasks);
  const states = await lockStates(
    unit.tx,
    tasks.map((task) => task.conversation),
  );
  const decisions = tasks.map((task) => {
    const { conversation, events } = task;
    const state = states.get(keyOf(conversation));
    if (state === undefined) throw new Error(`conversation ${conversation.conversationId} is not locked`);
    const outcome = splitConversation(state, conversation, events.map(changeOf));
    emitAll(unit, { ...task, outcome });
    const { organization, conversationId } = conversation;
    return {
      key: { organization, conversationId },
      current: conversation,
      waitingBefore: state.waiting,
      outcome,
    };
  });
  await writeOutcomes(unit.tx, decisions);
}

const changeOf = ({ data }: EventOf<typeof ConversationIngested>): Change => ({
  version: data.conversation_version,
  uploadId: data.upload_id,
  force: data.force,
});

async function holdZonesUsed(unit: UnitOfWork, tasks: readonly SplitTask[]): Promise<void> {
  const zones = await holdZones(unit.tx, [...new Set(tasks.map((task) => task.conversation.organization))]);
  for (const { conversation } of tasks) {
    if (zones.get(conversation.organization) !== conversation.timeZone) {
      throw new Unavailable('the time zone changed meanwhile: split again in the new one');
    }
  }
}
