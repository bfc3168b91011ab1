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
  /** Nothing to see by itself: from here on a lane holds something for an order, or no longer does. */
  | ({ readonly kind: 'hold'; readonly begins: boolean } & Hold)
);

/** What is drawn along a lane: something is on hold; it is, and its holder cannot end that alone; it is locked. */
export type HoldSign = '::' | '??' | '//';

/** `of`: for which order, in a picture of several. */
export interface Hold {
  readonly lane: ServiceName;
  readonly of?: string | undefined;
  readonly sign: HoldSign;
}

export type ShownEntry = Exclude<TimelineEntry, { kind: 'hold' }>;
