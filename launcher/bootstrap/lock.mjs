// Of several commands that start at once only one installs; the others wait for it.
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const BEAT_MS = 1_000;
const LOOK_MS = 200;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Succeeds for one only: the file must not be there. */
const create = (file, token) => {
  try {
    writeFileSync(file, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
};

/** A holder touches its file every second. One that is older belongs to a process that was killed. Pids would not tell: they mean nothing across containers. */
const isAbandoned = (file, staleMs) => {
  try {
    return Date.now() - statSync(file).mtimeMs > staleMs;
  } catch {
    return false; // given back in this moment
  }
};

const holds = (file, token) => {
  try {
    return readFileSync(file, 'utf8') === token;
  } catch {
    return false;
  }
};

/** Two who find an abandoned file may both remove it, the slower one the new file of the quicker one, who must notice. */
const takeOver = async (file, token) => {
  rmSync(file, { force: true });
  if (!create(file, token)) return false;
  await sleep(LOOK_MS);
  return holds(file, token);
};

const acquire = async (file, { token, staleMs, onWait }) => {
  for (let waited = false; !create(file, token); waited = true) {
    if (!waited) onWait();
    if (isAbandoned(file, staleMs) && (await takeOver(file, token))) return;
    await sleep(LOOK_MS);
  }
};

/** Runs `work` while nobody else who uses the same file does. `onWait` is called once if somebody else has it. */
export const holdingLock = async (file, work, { onWait, staleMs = 15_000 }) => {
  mkdirSync(dirname(file), { recursive: true });
  const token = `${process.pid} ${Date.now()} ${Math.random()}`;
  await acquire(file, { token, staleMs, onWait });
  const beat = setInterval(() => {
    const now = new Date();
    if (holds(file, token)) utimesSync(file, now, now);
  }, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (holds(file, token)) rmSync(file, { force: true });
  }
};
