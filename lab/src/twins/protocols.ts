// Bugs of the roles of protocols, planted in the services that play them: those of them that a run of the whole system can show.
import { coordinatorName } from '@saga-lab/protocols/parties';
import { promises } from '@saga-lab/protocols/promises';
import type { ProtocolTwin } from '@saga-lab/protocols/twin';
import { protocolOf, protocolTwins } from '@saga-lab/protocols/twins';
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import type { Invariant } from '../checker/verdict.ts';
import { inDecider } from './planted.ts';
import type { AnyDecider, PlantedBug } from './planted.ts';

/** The role as it is, cut out of the decider of its service: only what is of its protocol goes through the bug. */
const changed = (decider: AnyDecider, self: string, twin: ProtocolTwin): Partial<AnyDecider> => {
  const { streams, decide } = decider;
  const part: DeciderPart = { ...decider, messages: [], timers: [], streamFolds: {} };
  const bug = twin.plant(part, self);
  const isOfProtocol = ({ type }: Message): boolean => type.startsWith(`${protocolOf(twin)}.`);
  return {
    streams: (message) => (isOfProtocol(message) ? bug.streams(message as never) : streams(message)),
    decide: (states, message: Message & Stamp) =>
      isOfProtocol(message) ? bug.decide(states as never, message as never) : decide(states, message),
  };
};

const planted = (twin: ProtocolTwin): PlantedBug => ({
  name: twin.name,
  mechanism: twin.mechanism,
  rules: [],
  consequence: twin.consequence,
  breaks: twin.breaks as readonly Invariant[],
  protocols: [protocolOf(twin)],
  change: (composition) => {
    const { name } = composition.definition;
    const playsIt = (name === coordinatorName) === (twin.role === 'coordinator');
    return playsIt ? inDecider((decider) => changed(decider, name, twin))(composition) : composition;
  },
});

/**
 * Bugs of protocols that trust timers are for the explorer as well: nobody in a simulated system is dead for good, so that whoever is
 * taken for dead is alive, and nothing is promised then, with the bug or without. Locks are no protocol, and promise nothing.
 */
const promisesInAnyRun = (twin: ProtocolTwin): boolean => {
  const promise = promises[protocolOf(twin)];
  return promise !== undefined && !promise.trustsTimers;
};

export const protocolBugs: readonly PlantedBug[] = protocolTwins
  .filter((twin) => promisesInAnyRun(twin) && !twin.onlyExplored)
  .map(planted);
