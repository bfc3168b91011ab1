// What must be seen now and then of TCC.
import { ASKED } from '../sign.ts';
import type { Sign } from '../sign.ts';

export const signs: readonly Sign[] = [
  ASKED,
  { what: 'try refused', event: 'TryRefused' },
  { what: 'cancelled by time-out', event: 'CancelDecided', input: 'TryBy' },
  { what: 'cancelled by the customer', event: 'CancelDecided', input: 'RequestCancellation' },
  { what: 'cancel presumed of what was never begun', event: 'CancelPresumed' },
  { what: 'cancel before the try', event: 'Cancelled', first: true },
  { what: 'try after its cancellation refused', input: 'Try', sent: 'TryRefused', event: '' },
  { what: 'outcome told again', event: 'SentAgain' },
];
