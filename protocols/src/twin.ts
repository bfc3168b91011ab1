// Bugs that are planted in roles on purpose, to see that the explorer or the simulator finds what goes wrong then.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Decision } from '@saga-lab/platform/decider/decider';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';

export interface ProtocolTwin {
  readonly name: string;
  /** In which role it is planted, in every service that plays it. */
  readonly role: 'coordinator' | 'participant';
  /** What is taken away. */
  readonly mechanism: string;
  /** What happens without it, in one sentence. */
  readonly consequence: string;
  /** Names of properties: one of them shows it. */
  readonly breaks: readonly string[];
  /**
   * In the whole system others make good what it does: whoever holds something asks how it ended, and the inbox knows what comes
   * twice; or hundreds of seeds do not come to it.
   */
  readonly onlyExplored?: true;
  /** `self`: the service that plays the role. */
  readonly plant: (part: DeciderPart, self: string) => DeciderPart;
}

export type Incoming = Message & Stamp;

/** What the part would decide, and for what. `again`: what it would decide for another message, in the same states. */
interface Deciding {
  readonly self: string;
  readonly message: Incoming;
  /** State of the role's own stream. */
  readonly own: { readonly status: string } | undefined;
  readonly decision: Decision;
  readonly again: (message: Incoming) => Decision;
}

/** The part with another decision in the place of its own. */
export const deciding =
  (change: (deciding: Deciding) => Decision): ProtocolTwin['plant'] =>
  (part, self) => ({
    ...part,
    decide: (states: never, message: Incoming) => {
      const again = (other: Incoming) => part.decide(states, other as never);
      const [stream = ''] = part.streams(message as never);
      const own = (states as Readonly<Record<string, Deciding['own']>>)[stream];
      return change({ self, message, own, decision: again(message), again });
    },
  });

/** Events of these types are not written, although all else goes on as if they were. */
export const without = ({ events, ...rest }: Decision, ...types: readonly string[]): Decision => ({
  ...rest,
  events: events.filter(({ type }) => !types.includes(type)),
});
