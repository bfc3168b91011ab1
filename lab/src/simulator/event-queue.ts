// Everything that will happen, by its time: a binary heap. What is due at the same time comes in the order it was put in.

export interface Timed {
  at: number;
  /** Place among those of the same time. */
  readonly order: number;
}

export interface EventQueue<T extends Timed> {
  readonly push: (event: T) => void;
  /** Takes out the first. */
  readonly pop: () => T | undefined;
  readonly size: () => number;
}

const isBefore = (a: Timed, b: Timed): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

export const eventQueue = <T extends Timed>(): EventQueue<T> => {
  const heap: T[] = [];

  const rise = (event: T, from: number): void => {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (!parent || !isBefore(event, parent)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = event;
  };

  /** The earlier of the two below. */
  const below = (place: number): number => {
    const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
    return left && right && isBefore(right, left) ? 2 * place + 2 : 2 * place + 1;
  };

  const sink = (event: T): void => {
    let place = 0;
    for (;;) {
      const next = below(place);
      const child = heap[next];
      if (!child || !isBefore(child, event)) break;
      heap[place] = child;
      place = next;
    }
    heap[place] = event;
  };

  return {
    push: (event) => {
      heap.push(event);
      rise(event, heap.length - 1);
    },
    pop: () => {
      const first = heap[0];
      const last = heap.pop();
      if (last && heap.length > 0) sink(last);
      return first;
    },
    size: () => heap.length,
  };
};
