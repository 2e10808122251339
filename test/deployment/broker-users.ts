import {
  durableName,
  type EventDefinition,
  EVENTS_STREAM,
  INCOMING_SUBJECT,
  RepublishHistory,
  type RequestDefinition,
} from '@powerpulse/contracts';
import { type Traffic, traffic } from './traffic.js';

/** What one user of the broker may do; nothing else. */
export interface BrokerUser {
  name: string;
  publish: string[];
  subscribe: string[];
}

const STREAM = EVENTS_STREAM.name;
const inbox = (service: string) => `_INBOX_${service}.>`;

/** Any organization: the last token. */
const anyOrganization = (event: EventDefinition) => event.subject('any').replace(/[^.]+$/, '*');

/** A durable of its own, with its own filter: none that reads other events. */
function durable(service: string, event: EventDefinition): string[] {
  const name = durableName(service, event.name);
  return [
    `$JS.API.CONSUMER.CREATE.${STREAM}.${name}.${event.filter}`,
    `$JS.API.CONSUMER.DELETE.${STREAM}.${name}`,
    `$JS.API.CONSUMER.INFO.${STREAM}.${name}`,
    `$JS.API.CONSUMER.MSG.NEXT.${STREAM}.${name}`,
    `$JS.ACK.${STREAM}.${name}.>`,
  ];
}

/** Only to the inboxes of those who ask it. */
function replies(answers: readonly RequestDefinition[]): string[] {
  const subjects = new Set(answers.map(({ subject }) => subject));
  const askers = traffic.filter(({ asks }) => asks.some(({ subject }) => subjects.has(subject)));
  const byPeople = answers.some(({ name }) => name === RepublishHistory.name);
  return [...askers.map(({ service }) => inbox(service)), ...(byPeople ? [inbox('operator')] : [])];
}

function serviceUser({ service, publishes, hears, asks, answers }: Traffic): BrokerUser {
  const isGateway = service === 'gateway';
  return {
    name: service,
    publish: [
      ...publishes.map(anyOrganization),
      ...asks.map(({ subject }) => subject),
      ...replies(answers),
      `$JS.API.STREAM.INFO.${STREAM}`,
      `$JS.API.STREAM.CREATE.${STREAM}`,
      // Who changes a stream can make it copy everything to somewhere: one service only.
      ...(isGateway ? [`$JS.API.STREAM.UPDATE.${STREAM}`, '_INBOX.>'] : []),
      ...hears.flatMap((event) => durable(service, event)),
    ],
    subscribe: [inbox(service), ...answers.map(({ subject }) => subject)],
  };
}

/** Somebody else's program: sends conversations, hears what happened. Answers come to the inbox that any client uses. */
const integration: BrokerUser = {
  name: 'integration',
  publish: [INCOMING_SUBJECT],
  subscribe: ['_INBOX.>', ...EVENTS_STREAM.subjects],
};

/** A person with the `nats` command line. */
const operator: BrokerUser = { name: 'operator', publish: ['>'], subscribe: ['>'] };

export const brokerUsers: readonly BrokerUser[] = [...traffic.map(serviceUser), integration, operator];

const list = (subjects: readonly string[]) =>
  `[\n${subjects.map((subject) => `          "${subject}"`).join('\n')}\n        ]`;

const user = ({ name, publish, subscribe }: BrokerUser) => `
      # ${name}
      { nkey: $NATS_KEY_${name.toUpperCase().replaceAll('-', '_')}, permissions: {
        publish: ${list(publish)}
        subscribe: ${list(subscribe)}
      } }`;

/** For `include` in a nats-server's configuration, or as a part of it. Public keys come from its environment. */
export function brokerConfiguration(): string {
  return `# Made from the contracts and from who uses them (npm run docs:generate). The same file is used by \`npm start\`,
# docker-compose and Kubernetes. NATS_KEY_<user> in the server's environment is the user's public nkey.
accounts {
  POWERPULSE: {
    # Where several servers hold copies of the stream, each copy counts.
    jetstream: { max_mem: 64MB, max_file: $NATS_ACCOUNT_BYTES, max_streams: 4, max_consumers: 64 }
    users: [${brokerUsers.map(user).join('\n')}
    ]
  }
}
`;
}
