/** Why this Node cannot be used; `undefined` if it can. */
export function nodeTrouble(version?: string): string | undefined;
/** Why the npm packages must be installed; `undefined` if they need not. `dir` ends with a slash. */
export function packagesTrouble(dir?: string): string | undefined;
