import type { Topic } from '@powerpulse/contracts';
import { longestAt } from './phrase-index.js';
import type { Tokens } from './tokens.js';
import { TOPICS } from './topic-phrases.js';

const AT_MOST = 3;
/** What the customer says counts twice: agents name departments and forms that the case is not about. */
const CUSTOMER_WEIGHT = 2;
const ENOUGH = 2;

export interface TopicMention {
  topic: number;
  from: number;
  to: number;
}

export interface FoundTopics {
  topics: Topic[];
  /** Share of all topic mentions that the named topics have: how clear the day was about them. */
  clarity: number;
  first: { line: number; mention: TopicMention } | null;
}

export function topicMentions({ words, infos }: Tokens): TopicMention[] {
  const mentions: TopicMention[] = [];
  for (let at = 0; at < words.length; at++) {
    const phrase = longestAt(infos[at]?.topics ?? [], words, at);
    if (phrase === null) continue;
    const to = at + 1 + phrase.rest.length;
    for (const topic of phrase.labels) mentions.push({ topic, from: at, to });
    at = to - 1;
  }
  return mentions;
}

/** Longer phrases say more than single words; a topic needs more than one agent's passing word. */
export function nameTopics(
  lines: readonly { customer: boolean; mentions: readonly TopicMention[] }[],
): FoundTopics {
  const scores = new Map<number, number>();
  for (const { customer, mentions } of lines) {
    for (const { topic, from, to } of mentions) {
      const weight = (customer ? CUSTOMER_WEIGHT : 1) * Math.sqrt(to - from);
      scores.set(topic, (scores.get(topic) ?? 0) + weight);
    }
  }
  const ranked = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const best = ranked[0]?.[1] ?? 0;
  const named = ranked.filter(([, score]) => score >= ENOUGH && score >= best / 2).slice(0, AT_MOST);
  const total = ranked.reduce((sum, [, score]) => sum + score, 0);
  return {
    topics: named.flatMap(([topic]) => {
      const { slug, label } = TOPICS[topic] ?? { slug: '', label: '' };
      return slug === '' ? [] : [{ slug, label }];
    }),
    clarity: total === 0 ? 0 : named.reduce((sum, [, score]) => sum + score, 0) / total,
    first: firstMention(lines, named[0]?.[0]),
  };
}

function firstMention(
  lines: readonly { customer: boolean; mentions: readonly TopicMention[] }[],
  topic: number | undefined,
): FoundTopics['first'] {
  for (const wantCustomer of [true, false]) {
    for (const [line, { customer, mentions }] of lines.entries()) {
      const mention = customer === wantCustomer && mentions.find((one) => one.topic === topic);
      if (mention) return { line, mention };
    }
  }
  return null;
}
