// What is measured and compared: each moves sagas of ten commits and nine messages between four services and their databases.
import type { Infrastructure } from '@saga-lab/launcher/engine/real-engine';
import type { Databases } from '../counters/databases.ts';
import type { Process } from '../counters/processes.ts';
import type { Load } from '../load/load.ts';

export const peerNames = ['restate', 'dbos', 'plain-http'] as const;
/** Engines that others would take for such sagas, and none at all. */
export type PeerName = (typeof peerNames)[number];
export const otherNames = ['earlier', ...peerNames] as const;
/** With what ours is compared besides the floor: a commit of this project from before, and peers. */
export type OtherName = (typeof otherNames)[number];
export type ContestantName = 'ours' | 'floor' | OtherName;

/** What a saga left in the histories. */
export interface Trace {
  /** Durable commits, over all services. */
  readonly commits: number;
  /** From the first to the last of them: so long the services did not agree. Milliseconds. */
  readonly windowMs: number;
}

export interface Traces {
  readonly sagas: readonly Trace[];
  /** Commands that were sent again because no answer had come in time. */
  readonly repeats: number;
}

/** Resolves with the id of the n-th saga once it is accepted; `undefined`: it was turned away. */
export type Place = (n: number) => Promise<string | undefined>;

export interface Contestant {
  readonly name: ContestantName;
  /** Its own, without servers. */
  readonly processes: () => readonly Process[];
  /** Broker and databases of its own; left out: it stands on everybody's. */
  readonly servers?: Servers;
  /** Makes what the sagas of one run need. */
  readonly prepare: (load: Load) => Promise<Place>;
  /** Resolves when the last participant has said that its part is done. */
  readonly ended: (saga: string) => Promise<void>;
  /** Waits for the last commit of each. @throws Error if it is not what the contestant has to do */
  readonly traces: (sagas: readonly string[]) => Promise<Traces>;
  /** Nothing of it runs any more. */
  readonly stop: () => Promise<void>;
}

/** What is counted beside the processes of a contestant. */
export interface Servers {
  readonly infrastructure: Pick<Infrastructure, 'control'> & { readonly parts: readonly ServerPart[] };
  readonly databases: Databases;
}

type ServerPart = Pick<Infrastructure['parts'][number], 'name' | 'pid'>;

/** What all contestants stand on, unless they have servers of their own. */
export interface Ground extends Servers {
  readonly infrastructure: Infrastructure;
  readonly dataDir: string;
  readonly log: (line: string) => void;
}

export type StartContestant = (ground: Ground) => Promise<Contestant>;

/** From the instants of each saga's commits, in any order. */
export const tracesOf = (
  commits: readonly { readonly saga: string; readonly at: number }[],
): readonly Trace[] => {
  const bySaga = new Map<string, { commits: number; first: number; last: number }>();
  for (const { saga, at } of commits) {
    const { commits: before, first, last } = bySaga.get(saga) ?? { commits: 0, first: at, last: at };
    bySaga.set(saga, { commits: before + 1, first: Math.min(first, at), last: Math.max(last, at) });
  }
  return [...bySaga.values()].map((one) => ({ commits: one.commits, windowMs: one.last - one.first }));
};
