// Dead letters in memory.
import { copy } from './copy.ts';
import type { DeadLetter, DeadLetters } from './dead-letters.ts';

export const memoryDeadLetters = (): DeadLetters => {
  const letters = new Map<string, DeadLetter>();
  return {
    add: async (letter) => {
      const kept = letters.get(letter._id);
      letters.set(letter._id, kept ? { ...kept, count: kept.count + letter.count } : copy(letter));
      return Promise.resolve();
    },
    list: (after = '', limit) => {
      const ids = [...letters.keys()].filter((id) => id > after).sort();
      const page = ids.slice(0, limit).flatMap((id) => letters.get(id) ?? []);
      return Promise.resolve(copy(page));
    },
    get: (id) => {
      const letter = letters.get(id);
      return Promise.resolve(letter && copy(letter));
    },
    noteReplay: (id, replay) => {
      const letter = letters.get(id);
      if (letter) letters.set(id, { ...letter, replays: [...(letter.replays ?? []), { ...replay }] });
      return Promise.resolve();
    },
    count: () => Promise.resolve(letters.size),
  };
};
