import type { ChosenNode } from './choose-node.d.mts';

/**
 * Makes a fresh clone ready to run: a Node that is new enough and the npm packages. Installs only what is missing or old.
 * `root` ends with a slash; `path` is the PATH. Answers with the Node that npm scripts run on from now on.
 * @throws Missing if something cannot be had, Interrupted
 */
export function prepare(options: {
  readonly root: string;
  readonly path: string;
  readonly say: (line: string) => void;
}): Promise<ChosenNode>;

/** Which Node the npm scripts of this checkout run on, and why; nothing is installed to find out. */
export function runningNode(path: string): ChosenNode;
