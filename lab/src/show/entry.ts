// What the picture of a saga shows, one thing after the other.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Arrow } from './arrow.ts';

/** `at`: milliseconds, by one clock, and never before what caused it. */
export type TimelineEntry = { readonly at: number } & (
  | { readonly kind: 'arrow'; readonly arrow: Arrow }
  | {
      readonly kind: 'request' | 'note' | 'crash' | 'restart';
      readonly lane: ServiceName;
      readonly label: string;
    }
  /** Something that was done to the system. */
  | { readonly kind: 'injection'; readonly label: string }
  | { readonly kind: 'pivot' }
);
