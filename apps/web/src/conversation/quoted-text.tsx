import { Text } from '@mantine/core';

interface QuotedTextProps {
  text: string;
  quotes: { metric: string; quote: string }[];
  /** The score that is pointed at. */
  metric: string | undefined;
}

/** Text is always text, never markup. Where quotes overlap the one that is pointed at wins, then the longest. */
export function QuotedText({ text, quotes, metric }: QuotedTextProps) {
  const best = [...quotes].sort(
    (a, b) => Number(b.metric === metric) - Number(a.metric === metric) || b.quote.length - a.quote.length,
  )[0];
  const start = best ? text.indexOf(best.quote) : -1;
  if (!best || start < 0)
    return (
      <Text size="sm" className="message-text">
        {text}
      </Text>
    );
  const end = start + best.quote.length;
  return (
    <Text size="sm" className="message-text">
      {text.slice(0, start)}
      <span className="quote" data-lit={best.metric === metric}>
        {text.slice(start, end)}
      </span>
      {text.slice(end)}
    </Text>
  );
}
