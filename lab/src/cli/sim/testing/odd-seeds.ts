/** Seeds of the made-up worker that do something else than to end green. */
export const odd = { red: 1_001, throws: 1_002, dies: 1_003, hangs: 1_004 } as const;
