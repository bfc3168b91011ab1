// What the explorer walks through: states, the steps that lead from one to the next, and what must be true of them.

/** A small system, described so that every one of its states can be visited. */
export interface World<S> {
  readonly name: string;
  readonly initial: readonly S[];
  /** Equal for two states if and only if everything that can happen from them is the same. It is kept for every state: short. */
  readonly key: (state: S) => string;
  /** Everything that can happen next, always in the same order. */
  readonly steps: (state: S) => readonly Step<S>[];
  readonly properties: readonly Property<S>[];
  /** The end that must be reachable from every state; once reached, it lasts. Left out: nothing must end. */
  readonly isEnd?: (state: S) => boolean;
  /** How it is called that the end can always be reached. */
  readonly endName?: string;
}

export interface Step<S> {
  /** In words, for a person who reads a counterexample: `inventory-service takes in ReserveStock of saga A`. */
  readonly tell: () => string;
  readonly next: S;
  /**
   * Who takes it, in a world whose steps may be reduced. Nobody's step ever offers a step to another owner, or takes one away
   * from an owner all of whose steps are `local`.
   */
  readonly owner?: string;
  /** No step of another owner, now or ever, has anything to do with what this one reads and writes. */
  readonly local?: boolean;
  /** No other step at all, now or ever, has anything to do with it, and no property sees it. */
  readonly alone?: boolean;
}

/** Something that must be true of every state. */
export interface Property<S> {
  readonly name: string;
  /** As a claim: `no command takes effect twice`. */
  readonly claim: string;
  /** A sentence that says what is wrong; nothing if nothing is. */
  readonly finding: (state: S) => string | undefined;
}
