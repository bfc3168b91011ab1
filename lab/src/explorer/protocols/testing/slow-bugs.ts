/** Bugs that take a larger world, or all of one, and so longer than a unit test should. */
export const slowBugs: readonly string[] = ['3pc: late words of the dead', '3pc: the decided count'];
