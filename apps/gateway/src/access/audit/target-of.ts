const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Of a call's path only what is an id of ours: a chat id may be a customer's telephone number. */
export function targetOf(params: unknown): string | null {
  const values = Object.values((params ?? {}) as Record<string, unknown>);
  return values.find((value): value is string => typeof value === 'string' && UUID.test(value)) ?? null;
}
