/** Read by the process that is to die: on which of its sendings, and before or after it was answered. */
export interface CrashOrder {
  what: 'commit' | 'publish' | 'ack' | 'question';
  when: 'before' | 'after';
  n: number;
}
