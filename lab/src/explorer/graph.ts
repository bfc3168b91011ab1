// The graph that an exploration leaves behind: which state leads to which, by number, in the order in which they were found.
import { numbers } from './numbers.ts';

/** What is kept of every state besides its key. */
export interface Graph {
  readonly size: () => number;
  /** A state, and from where it was first reached: by which of that state's steps. `parent` is -1 for an initial state. */
  readonly addState: (parent: number, step: number) => void;
  /** What the states lead to, told state by state in the order of their numbers. */
  readonly addEdge: (to: number) => void;
  readonly closeState: () => void;
  /** From an initial state to this one: which initial state, and which step of each state on the way. */
  readonly wayTo: (state: number) => { readonly initial: number; readonly steps: readonly number[] };
  /** The first state, in the order of their finding, from which none of `ends` can be reached; -1 if there is none. */
  readonly firstCutOffFrom: (ends: readonly number[]) => number;
}

export const graph = (): Graph => {
  const parents = numbers();
  const steps = numbers();
  const edges = numbers();
  /** Where each state's edges end. */
  const closed = numbers();

  return {
    size: parents.length,
    addState: (parent, step) => {
      parents.push(parent);
      steps.push(step);
    },
    addEdge: edges.push,
    closeState: () => {
      closed.push(edges.length());
    },
    wayTo: (state) => {
      const way: number[] = [];
      let at = state;
      for (; parents.at(at) >= 0; at = parents.at(at)) way.unshift(steps.at(at));
      return { initial: steps.at(at), steps: way };
    },
    firstCutOffFrom: (ends) => {
      const reached = reachedBackwards({ size: parents.length(), edges, closed }, ends);
      return reached.indexOf(0);
    },
  };
};

interface Edges {
  readonly size: number;
  readonly edges: ReturnType<typeof numbers>;
  readonly closed: ReturnType<typeof numbers>;
}

/** 1 for every state from which one of `ends` can be reached. */
const reachedBackwards = (edges: Edges, ends: readonly number[]): Uint8Array => {
  const { first, sources } = turnedRound(edges);
  const reached = new Uint8Array(edges.size);
  const open = [...ends];
  for (const end of ends) reached[end] = 1;
  for (let state = open.pop(); state !== undefined; state = open.pop())
    for (const source of sources.subarray(first[state], first[state + 1])) {
      if (reached[source] === 1) continue;
      reached[source] = 1;
      open.push(source);
    }
  return reached;
};

/** `sources` from `first[n]` to `first[n + 1]` are the states that lead to state n. */
const turnedRound = ({ size, edges, closed }: Edges) => {
  const count = edges.length();
  // Counted two places further on: filling in moves each place on to where the next state begins.
  const first = new Int32Array(size + 2);
  for (let n = 0; n < count; n += 1) raised(first, edges.at(n) + 2, 1);
  for (let n = 2; n < first.length; n += 1) raised(first, n, first[n - 1]);
  const sources = new Int32Array(count);
  for (let state = 0, n = 0; state < closed.length(); state += 1)
    for (; n < closed.at(state); n += 1) sources[raised(first, edges.at(n) + 1, 1)] = state;
  return { first, sources };
};

/** Adds to a number in its place; gives what it was. */
const raised = (list: Int32Array, place: number, by = 0): number => {
  const before = list[place] ?? 0;
  list[place] = before + by;
  return before;
};
