// Decisions made again: each commit's message, on the states and with the settings of its moment, by the deciders of today.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Decision } from '@saga-lab/platform/decider/decider';
import { errorMessage } from '@saga-lab/platform/decider/errors';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { contentOf } from '@saga-lab/platform/runtime/commit-of';
import type { Ids } from '@saga-lab/platform/runtime/ports';
import type { Commit, DeciderSettings } from '@saga-lab/platform/store/commit';
import { decidedOn, parseWrite } from '@saga-lab/platform/store/commit';
import type { DecidedAgain } from '../checker/facts.ts';
import type { History, Recorded } from '../checker/history.ts';
import type { Deciders, ServiceDecider } from './services.ts';
import { deciders as ownDeciders } from './services.ts';
import type { StateAt } from './stream-states.ts';
import { streamStates } from './stream-states.ts';

/** Decides `commits` of a history again, in their order. */
export type DecideAgain = (history: History, commits: readonly Recorded[]) => readonly DecidedAgain[];

/** `ids`: those of the services, for the ids of messages. */
export const decidingAgain =
  (ids: Ids, deciders: Deciders = ownDeciders): DecideAgain =>
  (history, commits) => {
    const later = new Set(commits.flatMap(({ commit }) => commit.reads ?? []));
    const statesAt = ofEveryService((service) =>
      streamStates((stream) => history.ofStreamAt(service, stream), later),
    );
    const deciderOf = remembering(deciders);
    return commits.map(({ service, commit }) => {
      const versions = versionsBefore(commit);
      const on = [...versions].map(([stream, version]) => `${stream}@${version}`);
      try {
        const decider = deciderOf(service, commit.settings ?? {});
        const decided = decideOne({ ids, service, decider, stateAt: statesAt[service] }, commit, versions);
        return { service, commit, on, decided };
      } catch (error) {
        return { service, commit, on, error: errorMessage(error) };
      }
    });
  };

/** One decider for all commits with the same settings. */
export const remembering = (deciders: Deciders) => {
  const made = new Map<string, ServiceDecider>();
  return (service: ServiceName, settings: DeciderSettings): ServiceDecider => {
    const key = `${service} ${JSON.stringify(settings)}`;
    const decider = made.get(key) ?? deciders[service](settings);
    made.set(key, decider);
    return decider;
  };
};

type Versions = ReadonlyMap<string, number>;

/** Of each stream that the commit read, the last version it saw. */
export const versionsBefore = ({ events, reads = [] }: Commit): Versions => {
  const versions = new Map(
    reads.map((read) => {
      const { stream, version } = parseWrite(read);
      return [stream, version] as const;
    }),
  );
  for (const { stream, version } of events) if (!versions.has(stream)) versions.set(stream, version - 1);
  return versions;
};

interface DecisionContext {
  readonly ids: Ids;
  readonly service: ServiceName;
  readonly decider: ServiceDecider;
  readonly stateAt: StateAt;
}

const decideOne = (
  { ids, service, decider, stateAt }: DecisionContext,
  commit: Commit,
  versions: Versions,
): Pick<Commit, 'events' | 'outbox'> => {
  const message = decidedOn(commit);
  const folded = Object.fromEntries(
    decider.streams(message).map((stream) => [stream, { version: versionOf(versions, stream) }] as const),
  );
  const states = Object.fromEntries(
    Object.entries(folded).map(([stream, { version }]) => [stream, stateAt(decider.evolve, stream, version)]),
  );
  const decision = decide(decider, states, message);
  const { events, outbox } = contentOf({ ids, service }, message, { decision, folded });
  return { events, outbox };
};

const decide = (
  decider: ServiceDecider,
  states: Readonly<Record<string, unknown>>,
  message: Message & Stamp,
): Decision => {
  const decision = decider.decide(states, message);
  if (decision.refusal) throw new Error(`it is refused: ${decision.refusal.detail}`);
  return decision;
};

const versionOf = (versions: Versions, stream: string): number => {
  const version = versions.get(stream);
  if (version === undefined) throw new Error(`it does not say which version of ${stream} it was decided on`);
  return version;
};
