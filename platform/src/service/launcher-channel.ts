// What the process of a service tells the launcher that started it; without one, nobody.

/** `ready`: it listens there. `waiting`: why it cannot start yet; a sign that it is alive. */
export type LauncherMessage = { readonly ready: string } | { readonly waiting: string };

export const tellLauncher = (message: LauncherMessage): void => {
  process.send?.(message);
};
