// What Node made of the sources the last time, types erased and compiled: half of a start, and 18 MiB of each process.
import { fileURLToPath } from 'node:url';

/** The environment of a process that is to find it, and to leave it for the next one when it ends in order. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../../node_modules/.cache/node', import.meta.url)),
};
