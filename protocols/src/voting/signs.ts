// What must be seen now and then of any voting protocol.
import type { Sign } from '../sign.ts';

export const voting: readonly Sign[] = [
  { what: 'voted no', event: 'VotedNo' },
  { what: 'aborted by time-out', event: 'AbortDecided', input: 'VoteBy' },
  { what: 'cancelled by the customer', event: 'AbortDecided', input: 'RequestCancellation' },
  { what: 'abort presumed of what was never begun', event: 'AbortPresumed' },
  { what: 'aborted before it was asked to vote', event: 'Aborted', input: 'Abort', first: true },
  { what: 'asked to vote after the abort', input: 'Prepare', sent: 'VotedNo', event: '' },
  { what: 'never to vote, because a peer asked', event: 'Aborted', because: 'NEVER_VOTED' },
  { what: 'outcome told again', event: 'OutcomeRepeated' },
];
