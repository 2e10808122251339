import { type RefObject, useEffect, useState } from 'react';
import type { Answer } from './answers';

const GUTTER = 5;
const ROUND = 8;

interface AnswerLinesProps {
  /** Holds the messages, each marked with `data-message`. */
  box: RefObject<HTMLElement | null>;
  answers: Answer[];
  /** Those behind the number that is pointed at. */
  lit: ReadonlySet<string>;
}

interface Line {
  id: string;
  path: string;
}

const boxOf = (within: HTMLElement, id: string) =>
  within.querySelector(`[data-message="${CSS.escape(id)}"]`)?.getBoundingClientRect();

/** From the question down the margin to the answer: never across words. */
function linesOf(within: HTMLElement, answers: Answer[]): Line[] {
  const { left, top } = within.getBoundingClientRect();
  return answers.flatMap(({ asked, answered }) => {
    const [from, to] = [boxOf(within, asked), boxOf(within, answered)];
    if (!from || !to) return [];
    const [x1, y1] = [from.left - left, from.top - top + 14];
    const [x2, y2] = [to.left - left, to.top - top + 14];
    const path = `M${x1} ${y1}H${GUTTER + ROUND}Q${GUTTER} ${y1} ${GUTTER} ${y1 + ROUND}V${y2 - ROUND}Q${GUTTER} ${y2} ${GUTTER + ROUND} ${y2}H${x2}`;
    return [{ id: answered, path }];
  });
}

/** The pairs behind the response times. Said in words beside each answer; this is for the eye. */
export function AnswerLines({ box, answers, lit }: AnswerLinesProps) {
  const [lines, setLines] = useState<Line[]>([]);
  useEffect(() => {
    const within = box.current;
    if (!within) return;
    const watcher = new ResizeObserver(() => setLines(linesOf(within, answers)));
    watcher.observe(within);
    return () => watcher.disconnect();
  }, [box, answers]);
  return (
    <svg className="answer-lines" aria-hidden>
      {lines.map(({ id, path }) => (
        <path key={id} d={path} data-answer-line={id} data-lit={lit.has(id)} />
      ))}
    </svg>
  );
}
