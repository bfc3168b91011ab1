// What must be seen now and then of choreography.
import { ASKED } from '../sign.ts';
import type { Sign } from '../sign.ts';

export const signs: readonly Sign[] = [
  ASKED,
  { what: 'gave up waiting', event: 'Rejected', input: 'GiveUp' },
  { what: 'cancelled by the customer', event: 'Rejected', input: 'CancelByCustomer' },
  { what: 'given back', event: 'GivenBack' },
  { what: 'rejection heard first', event: 'Cancelled', first: true },
  { what: 'event after its rejection ignored', event: 'MessageIgnored', because: 'ORDER_ENDED_BEFORE' },
];
