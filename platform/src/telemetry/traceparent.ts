// The trace that a request or a message belongs to, as the context of a span and back.
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Context, Span } from '@opentelemetry/api';
import { readTraceparent, writeTraceparent } from '../http/routes/traceparent.ts';

/** The context of what caused it; the root if there is none, or none that can be read. */
export const contextOf = (traceparent: string | undefined): Context => {
  const parent = readTraceparent(traceparent);
  if (!parent) return ROOT_CONTEXT;
  const { traceId, spanId, flags } = parent;
  const traceFlags = Number.parseInt(flags, 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
};

export const traceparentOf = (span: Span): string => {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return writeTraceparent({ traceId, spanId, flags: traceFlags.toString(16).padStart(2, '0') });
};
