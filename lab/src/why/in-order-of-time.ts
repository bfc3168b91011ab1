// The beats of a story in the order in which they happened.
import type { Recorded } from '../checker/history.ts';
import type { Beat } from './beat.ts';

/**
 * Where nobody leads, what happens at the same time has no order of causes: by the clocks of the services, but nothing before what
 * caused it, even if two of these disagree.
 */
export const inOrderOfTime = (beats: readonly Beat[], commits: readonly Recorded[]): readonly Beat[] => {
  const sentAt = new Map<string, number>();
  const times = new Map<string, number>();
  for (const { commit } of [...commits].sort((a, b) => a.commit.lamport - b.commit.lamport)) {
    const at = Math.max(commit.at, sentAt.get(commit._id) ?? commit.at);
    times.set(commit._id, at);
    for (const { id } of commit.outbox) sentAt.set(id, at);
  }
  const timeOf = ({ message, at }: Beat): number => times.get(message) ?? at;
  return [...beats].sort((a, b) => timeOf(a) - timeOf(b) || a.lamport - b.lamport);
};
