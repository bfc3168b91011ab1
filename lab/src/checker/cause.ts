// The order of causes: whatever another thing rests on comes before it.
import type { Recorded } from './history.ts';

/** By Lamport value; where that is equal neither rests on the other, and the id decides, then the service. */
export const byCause = (a: Recorded, b: Recorded): number =>
  a.commit.lamport - b.commit.lamport ||
  compared(a.commit._id, b.commit._id) ||
  compared(a.service, b.service);

const compared = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
