// What stands below the help of every verb of `npm run lab`.

export const exitCodeHelp = [
  '',
  'Exit codes: 0 it holds or is done; 1 it is violated or refused; 2 it cannot be said;',
  '64 wrong command line; 69 something needed is missing; 70 a bug of this command; 78 wrong configuration.',
].join('\n');
