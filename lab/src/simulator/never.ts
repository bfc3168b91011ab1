// What a dead process waits for. A new one each time: one for all would keep everybody who ever waited for it.

export const never = (): Promise<never> => new Promise(() => undefined);
