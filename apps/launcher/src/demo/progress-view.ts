import { bar, count } from './drawing.js';
import type { Progress } from './gateway-client.js';

export interface ProgressView {
  show(progress: Progress): void;
}

interface Terminal {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

const STAGES: Readonly<Record<string, string>> = {
  queued: 'waiting',
  ingesting: 'reading messages',
  day_splitting: 'splitting into days',
  scoring: 'scoring days',
  projecting: 'adding up',
  done: 'done',
};

const stageName = (stage: string) => STAGES[stage] ?? stage;
const share = (done: number, total: number | null) => (total ? Math.min(1, done / total) : 0);

function lines(progress: Progress): string[] {
  const {
    processed_conversations: conversations,
    total_conversations,
    processed_days: days,
    total_days,
  } = progress;
  const kept = progress.statistics.messages_kept ?? 0;
  const percent = progress.progress_percentage;
  return [
    `  Conversations  ${bar(share(conversations, total_conversations), 30)}  ${outOf(conversations, total_conversations)}, ${count(kept)} messages`,
    `  Days           ${bar(share(days, total_days), 30)}  ${outOf(days, total_days)} scored`,
    `  All            ${bar(percent / 100, 30)}  ${Math.floor(percent)} %, ${stageName(progress.current_stage)}`,
  ];
}

const outOf = (done: number, total: number | null) =>
  total === null ? count(done) : `${count(done)} of ${count(total)}`;

/** Redraws itself in place. */
class LiveView implements ProgressView {
  private drawn = 0;

  constructor(private readonly terminal: Terminal) {}

  show(progress: Progress): void {
    const up = this.drawn > 0 ? `\x1b[${this.drawn}A` : '';
    // A line that wraps would be drawn over wrongly.
    const width = (this.terminal.columns ?? 80) - 1;
    const text = lines(progress).map((line) => `\x1b[2K${line.slice(0, width)}\n`);
    this.drawn = text.length;
    this.terminal.write(up + text.join(''));
  }
}

/** A line for each stage and for every tenth, for logs and pipes. */
class PlainView implements ProgressView {
  private last = '';

  constructor(private readonly terminal: Terminal) {}

  show(progress: Progress): void {
    const mark = `${progress.current_stage} ${Math.floor(progress.progress_percentage / 10)}`;
    if (mark === this.last) return;
    this.last = mark;
    const percent = String(Math.floor(progress.progress_percentage)).padStart(3);
    this.terminal.write(
      `  ${percent} %  ${stageName(progress.current_stage)}: ` +
        `${outOf(progress.processed_conversations, progress.total_conversations)} conversations, ` +
        `${outOf(progress.processed_days, progress.total_days)} days\n`,
    );
  }
}

export const progressView = (terminal: Terminal): ProgressView =>
  terminal.isTTY ? new LiveView(terminal) : new PlainView(terminal);
