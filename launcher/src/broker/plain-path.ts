// Another path of a directory, without anything that a shell could take for something else.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPlain } from '../command/shell.ts';

/** Where a user may have a directory that nobody else gets into; files in the first are not removed for their age. */
const places = (): readonly string[] =>
  [process.env['XDG_RUNTIME_DIR'] ?? '', tmpdir(), '/tmp', '/var/tmp'].filter(
    (place) => place !== '' && isPlain(place),
  );

/** A symbolic link to `dir`, always the same one for the same directory; `undefined` if none can be made anywhere. */
export const linkTo = (dir: string, among: readonly string[] = places()): string | undefined => {
  for (const place of among) {
    try {
      const links = privateDirectory(place);
      const link = join(links, createHash('sha256').update(dir).digest('hex').slice(0, 16));
      removeDangling(links);
      rmSync(link, { force: true });
      symlinkSync(dir, link);
      return link;
    } catch {
      // read-only, full, or somebody else's: the next may do
    }
  }
  return undefined;
};

/** @throws Error if it cannot be made, or is there and not this user's alone: another could exchange what is in it. */
const privateDirectory = (place: string): string => {
  const uid = process.getuid?.() ?? 0;
  const dir = join(place, `saga-lab-${uid}`);
  if (!existsSync(dir)) mkdirSync(dir, { mode: 0o700 });
  const found = lstatSync(dir);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)
    throw new Error(`${dir} is not for this user alone`);
  return dir;
};

/** Left by launchers that were killed, to directories that are gone. */
const removeDangling = (links: string): void => {
  for (const name of readdirSync(links)) {
    const link = join(links, name);
    if (!existsSync(link)) rmSync(link, { force: true });
  }
};
