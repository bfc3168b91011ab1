import type { WantedNode } from './requirements.d.mts';

export interface OwnNode {
  readonly version: string | undefined;
  readonly path: string;
}
/**
 * The machine's own Node: the first in the PATH, except for the one in `fetchedDir`, which stands before it in npm scripts.
 * With it the PATH in which it is the first.
 */
export function ownNode(path: string, fetchedDir: string): OwnNode;

export interface ChosenNode {
  readonly source: 'machine' | 'npm';
  readonly version: string;
  /** Only if it is from npm. */
  readonly why?: string;
  readonly line: string;
}
/** Which version runs, from where, and one line that says it and why. */
export function chooseNode(
  own: string | undefined,
  wanted: Pick<WantedNode, 'oldest' | 'version'>,
): ChosenNode;
