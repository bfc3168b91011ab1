// Quorum queues of earlier versions keep an absolute path, and are dead once their data is somewhere else. They are told the
// relative path that all others have.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE, QUORUM } from './node-environment.ts';

/** Of the queues in a broker's directory, while it is down. */
export const relocateQueues = (dir: string): void => {
  const queues = join(dir, QUORUM, NODE);
  if (!existsSync(queues)) return;
  for (const queue of readdirSync(queues)) {
    const file = join(queues, queue, 'config');
    if (existsSync(file)) relocate(file);
  }
};

/** An Erlang term in text; a long string is printed in several pieces, one below the other. */
const relocate = (file: string): void => {
  const before = readFileSync(file, 'latin1');
  const after = before.replace(
    /\b((?:wal_)?data_dir =>\s*)"\/[^"]*"(?:\s*"[^"]*")*/g,
    `$1"${QUORUM}/${NODE}"`,
  );
  if (after === before) return;
  writeFileSync(`${file}.new`, after, 'latin1');
  renameSync(`${file}.new`, file);
};
