// Which sagas the findings of a run are about.

/** Findings name sagas by their ids, as words; in the order in which they are named, each once. */
export const sagasNamed = (findings: readonly string[], ids: ReadonlySet<string>): readonly string[] => {
  const words = findings.flatMap((finding) => finding.split(/[\s:;,.()@/]+/));
  return [...new Set(words)].filter((word) => ids.has(word));
};
