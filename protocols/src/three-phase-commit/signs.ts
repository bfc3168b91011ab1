// What must be seen now and then of three-phase commit.
import type { Sign } from '../sign.ts';
import { voting } from '../voting/signs.ts';

export const signs: readonly Sign[] = [
  ...voting,
  { what: 'acknowledged by all before the commit', event: 'CommitDecided', input: 'Acked' },
  { what: 'committed without all acknowledgements', event: 'CommitDecided', input: 'AckBy' },
  { what: 'coordinator taken for dead', event: 'TerminationBegun' },
  { what: 'led by a participant', event: 'LeadTaken' },
];
