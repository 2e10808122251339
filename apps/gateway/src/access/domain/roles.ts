/** What a route may demand of its caller. A route demands exactly one of these, or is open to everybody. */
export const PERMISSIONS = {
  'metrics:read': 'the index, its pillars and charts',
  'conversations:read': 'conversations and the scores of their days',
  'conversations:write': 'send conversations as they happen',
  'messages:read': 'what was written in conversations',
  'customers:read': "customers' names",
  'exports:read': 'downloads of everything',
  'what-if:run': 'the index under other weights and limits',
  'uploads:read': 'uploads, their progress and rejects',
  'uploads:write': 'upload files, cancel uploads',
  'judging:read': 'jobs, usage, budgets, rubrics, backfills',
  'judging:write': 'change budgets and rubrics, run backfills',
  'labels:read': 'human ratings and how scorers agree with them',
  'labels:write': 'rate conversation-days',
  'settings:read': 'the time zone, weights, rules',
  'settings:write': 'change them',
  'operations:read': 'lag, dead letters, replays',
  'operations:write': 'redrive dead letters, replay',
  'members:read': 'who belongs to the organization',
  'members:write': 'invite members, change their roles, disable them',
  'keys:read': 'the API keys there are, without their secrets',
  'keys:write': 'make and revoke API keys',
  'audit:read': 'the audit log',
  'organizations:write': 'make organizations and suspend them; only in the first organization',
} as const;

export type Permission = keyof typeof PERMISSIONS;

interface RoleDefinition {
  readonly description: string;
  readonly permissions: readonly Permission[];
  /** Sees only the conversations in which a message carries this caller's e-mail address as AGENT_EMAIL. */
  readonly ownConversationsOnly?: true;
  /** For API keys, not for people. */
  readonly keysOnly?: true;
}

const VIEWER: readonly Permission[] = ['metrics:read', 'conversations:read', 'settings:read'];
const REVIEWER: readonly Permission[] = [
  ...VIEWER,
  'messages:read',
  'uploads:read',
  'judging:read',
  'labels:read',
  'labels:write',
];
const ANALYST: readonly Permission[] = [
  ...REVIEWER,
  'customers:read',
  'exports:read',
  'what-if:run',
  'uploads:write',
  'conversations:write',
];
const OWNER = Object.keys(PERMISSIONS) as Permission[];

/** The roles, highest first. docs/access.md shows the same table; a test compares them. */
export const ROLES = {
  owner: { description: 'Everything, other owners and organizations included.', permissions: OWNER },
  admin: {
    description: 'Everything in the organization, but not its owners.',
    permissions: OWNER.filter((permission) => permission !== 'organizations:write'),
  },
  analyst: {
    description: 'All data in and out; changes nothing about the organization.',
    permissions: ANALYST,
  },
  reviewer: {
    description: 'Reads transcripts and rates days; does not see who the customer is.',
    permissions: REVIEWER,
  },
  agent: {
    description: 'The conversations in which AGENT_EMAIL is their own address, and nothing else.',
    permissions: ['conversations:read', 'messages:read', 'customers:read'],
    ownConversationsOnly: true,
  },
  viewer: { description: 'Numbers, without transcripts and names.', permissions: VIEWER },
  ingest: {
    description: 'For keys of other systems: sends chats and asks how far they are.',
    permissions: ['uploads:write', 'uploads:read', 'conversations:write'],
    keysOnly: true,
  },
} as const satisfies Record<string, RoleDefinition>;

export type Role = keyof typeof ROLES;

const definitionOf = (role: Role): RoleDefinition => ROLES[role];

export const ROLE_NAMES = Object.keys(ROLES) as Role[];

/** Roles that a person can have. */
export const MEMBER_ROLES = ROLE_NAMES.filter((role) => definitionOf(role).keysOnly !== true);

export const mayDo = (role: Role, permission: Permission): boolean =>
  definitionOf(role).permissions.includes(permission);

export const seesOwnOnly = (role: Role): boolean => definitionOf(role).ownConversationsOnly === true;

/** Nobody gives away more than they have themselves. */
export const mayGrant = (granter: Role, role: Role): boolean =>
  definitionOf(role).permissions.every((permission) => mayDo(granter, permission));
