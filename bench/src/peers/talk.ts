// What the benchmark and the processes of a peer say to each other.
import type { Process } from '../counters/processes.ts';
import type { ParticipantName } from './saga.ts';

/** The first message to a process says with what it is to begin. */
export interface ParticipantSettings {
  readonly name: ParticipantName;
  readonly mongoUrl: string;
}

export interface OrchestratorSettings {
  readonly participants: Readonly<Record<ParticipantName, string>>;
  /** For what its engine keeps; empty. */
  readonly dataDir: string;
  /** For what its engine says. */
  readonly logFile: string;
}

export interface Ready {
  /** Of a participant: where it answers. Of an orchestrator: where an order is to be posted. */
  readonly url: string;
  /** Which it has started. */
  readonly servers: readonly Process[];
}

export type FromProcess =
  | ({ readonly say: 'ready' } & Ready)
  /** A participant has done the last step of these, or an orchestrator is done with them. */
  | { readonly say: 'ended'; readonly sagas: readonly string[] }
  | { readonly say: 'failed'; readonly why: string; readonly exitCode?: number };

export const DATABASE = 'peers';
export const COLLECTION = 'steps';
