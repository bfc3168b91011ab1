// A path as a person means it who typed it: npm runs every script in the checkout, from wherever it was called.
import { resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** @param env npm tells in INIT_CWD where it was called; without npm a path is meant from the working directory */
export const typedPath = (path: string, env: Environment): string => resolve(env['INIT_CWD'] ?? '', path);
