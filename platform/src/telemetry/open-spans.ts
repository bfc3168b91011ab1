// Spans that have begun and not ended, by a name under which others know what they are about.
import type { Span } from '@opentelemetry/api';

/** A delivery that is never acked would stay for ever. */
const MOST = 10_000;

export const openSpans = (most = MOST) => {
  const spans = new Map<string, Span>();
  return {
    open: (name: string, span: Span): void => {
      spans.set(name, span);
      const [oldest] = spans.keys();
      if (spans.size > most && oldest !== undefined) spans.delete(oldest);
    },
    get: (name: string): Span | undefined => spans.get(name),
    /** Ends the span; another one of the same name stays. */
    close: (name: string, span: Span): void => {
      if (spans.get(name) === span) spans.delete(name);
      span.end();
    },
    size: () => spans.size,
  };
};
