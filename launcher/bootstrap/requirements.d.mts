export interface WantedNode {
  /** The oldest major version that will do. */
  readonly oldest: number;
  /** The one that npm can bring. */
  readonly version: string;
  /** The npm packages that have it, by platform, for example `linux-x64`. */
  readonly packages: Readonly<Record<string, { readonly name: string; readonly integrity: string }>>;
}
/** The oldest major version of Node that `engines` in package.json allows, and the Node that npm can bring. `dir` ends with a slash. */
export function wantedNode(dir?: string): WantedNode;
export function majorOf(version: string): number;
/** Why this Node cannot be used; `undefined` if it can. */
export function nodeTrouble(version?: string, wanted?: WantedNode): string | undefined;
/** Why the npm packages must be installed; `undefined` if they need not. `dir` ends with a slash. */
export function packagesTrouble(dir?: string): string | undefined;
