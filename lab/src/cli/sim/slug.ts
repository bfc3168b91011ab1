// Names as parts of file names.

/** `No Inbox` -> `no-inbox` */
export const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
