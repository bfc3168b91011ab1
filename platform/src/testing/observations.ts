// What observers are told in tests.
import type { Observation } from '../runtime/ports.ts';

/** A commit that wrote events of these types to one stream, and sent nothing. */
export const committed = (stream: string, ...types: readonly string[]): Observation => ({
  kind: 'committed',
  id: 'm1',
  type: 'any',
  causationId: 'm0',
  attributes: {},
  sent: [],
  at: 0,
  sentAt: '2026-01-01T00:00:00.000Z',
  events: types.map((type, n) => ({ stream, version: n + 1, type, data: {} })),
});
