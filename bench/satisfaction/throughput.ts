/** `npm run bench:local-scorer -- FILE`: messages per second of the local scorer on one core, on a chat export. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { judgeDay, messageSentiment } from '../../apps/scoring/src/domain/local/index.js';
import type { DayTranscript, TranscriptLine } from '../../apps/scoring/src/domain/scorer.js';

interface Exported {
  MESSAGE_CONTENT: string;
  DIRECTION: TranscriptLine['direction'];
  SOCIAL_CREATE_TIME: string;
}

function daysOf(chats: Record<string, Exported[]>): DayTranscript[] {
  return Object.entries(chats).flatMap(([chat, messages]) => {
    const byDate = Object.groupBy(messages, (message) => message.SOCIAL_CREATE_TIME.slice(0, 10));
    const earlier: DayTranscript['earlierDays'][number][] = [];
    return Object.keys(byDate)
      .sort()
      .map((date): DayTranscript => {
        const lines = (byDate[date] ?? []).map((message, i): TranscriptLine => ({
          messageId: `${chat}-${date}-${i}`,
          at: Date.parse(message.SOCIAL_CREATE_TIME),
          direction: message.DIRECTION,
          text: message.MESSAGE_CONTENT,
        }));
        const customer = lines.filter((line) => line.direction === 'to_company');
        const day = {
          dayId: `${chat}-${date}`,
          date,
          messages: lines,
          earlierDays: [...earlier],
        };
        earlier.push({
          date,
          messages: lines.length,
          customerMessages: customer.length,
          firstCustomerText: customer[0]?.text ?? null,
        });
        return day;
      });
  });
}

/** CPU time, not the clock: other programs on the machine do not count. Best of several rounds, after warming up. */
function perSecond(messages: number, work: () => void): number {
  let best = 0;
  for (let round = 0; round < 7; round++) {
    const before = process.cpuUsage();
    work();
    const used = process.cpuUsage(before);
    best = Math.max(best, messages / ((used.user + used.system) / 1e6));
  }
  return Math.round(best);
}

/** Days in one message to the thread, as in the service. */
const CHUNK = 50;
/** Messages under way: the next days are copied while the thread judges, as with more than one job. */
const UNDER_WAY = 2;

/** By the clock, copies of days and verdicts included. Best of several rounds. */
async function threadedPerSecond(days: readonly DayTranscript[], messages: number): Promise<number> {
  const worker = new Worker(new URL('../../apps/scoring/src/local/local-scorer.worker.ts', import.meta.url));
  let best = 0;
  for (let round = 0; round < 9; round++) {
    const before = performance.now();
    let open = 0;
    for (let from = 0; from < days.length; from += CHUNK) {
      worker.postMessage({ id: from, kind: 'judge', task: days.slice(from, from + CHUNK) });
      if (++open >= UNDER_WAY) {
        await once(worker, 'message');
        open--;
      }
    }
    for (; open > 0; open--) await once(worker, 'message');
    best = Math.max(best, messages / ((performance.now() - before) / 1000));
  }
  await worker.terminate();
  return Math.round(best);
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('npm run bench:local-scorer -- FILE');
const days = daysOf(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Exported[]>);
const texts = days.flatMap((day) => day.messages.map((message) => message.text));
const judging = perSecond(texts.length, () => {
  for (const day of days) judgeDay(day);
});
const tone = perSecond(texts.length, () => {
  for (const text of texts) messageSentiment(text);
});
const threaded = await threadedPerSecond(days, texts.length);
console.log(
  `${days.length} days, ${texts.length} messages: ${judging} messages/s judged as days (CPU time), ${threaded} through a worker thread (clock), ${tone} for tone alone`,
);
console.log(
  JSON.stringify({
    days: days.length,
    messages: texts.length,
    judged_per_second: judging,
    threaded_per_second: threaded,
    tone_per_second: tone,
  }),
);
