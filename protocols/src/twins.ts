// All bugs that are planted in roles of protocols.
import { twins as choreography } from './choreography/twins.ts';
import { twins as locks } from './locks/twins.ts';
import { twins as tcc } from './tcc/twins.ts';
import { twins as threePhaseCommit } from './three-phase-commit/twins.ts';
import type { ProtocolTwin } from './twin.ts';
import { twins as twoPhaseCommit } from './two-phase-commit/twins.ts';

export const protocolTwins: readonly ProtocolTwin[] = [
  ...choreography,
  ...tcc,
  ...twoPhaseCommit,
  ...threePhaseCommit,
  ...locks,
];

/** `2pc: no tombstone` is one of two-phase commit. */
export const protocolOf = ({ name }: Pick<ProtocolTwin, 'name'>): string => name.slice(0, name.indexOf(':'));
