// Chance that can be had again: SAGA_LAB_SEED=<number> plays with the seed that an earlier run printed.

/** The given one, or a new one. */
export const chosenSeed = (): number => {
  const given = Number(process.env['SAGA_LAB_SEED']);
  return Number.isSafeInteger(given) && given > 0 ? given : 1 + Math.floor(Math.random() * 999_999);
};

/** Numbers from 0 to 1, always the same ones for a seed: a linear congruential generator (Numerical Recipes, section 7.1). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};
