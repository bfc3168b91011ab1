// The health check of a database under docker compose, run by mongosh: makes the replica set of one member and its two
// users where they are missing, and fails until the member takes writes. What it must know is in users.json beside it.
const { join } = require('path');
const { member, admin, service } = JSON.parse(
  require('fs').readFileSync(join(__dirname, 'users.json'), 'utf8'),
);

const USER_EXISTS = 51003;
const AUTHENTICATION_FAILED = 18;

const signIn = async (user) => {
  const credentials = user ? `${user.name}:${user.password}@` : '';
  return connect(`mongodb://${credentials}127.0.0.1:27017/admin?directConnection=true`);
};

const takesWrites = async (db) => (await db.runCommand({ hello: 1 })).isWritablePrimary === true;

const createUser = async (db, { name, password }, ...roles) => {
  try {
    await db.runCommand({ createUser: name, pwd: password, roles });
  } catch (error) {
    if (error.code !== USER_EXISTS) throw error;
  }
};

/** As long as there is no user, whoever comes from the same container may make the set and the first one. */
const firstStart = async () => {
  const db = await signIn();
  const { setName } = await db.runCommand({ hello: 1 });
  if (!setName)
    await db.runCommand({ replSetInitiate: { _id: 'saga-lab', members: [{ _id: 0, host: member }] } });
  while (!(await takesWrites(db))) await sleep(100);
  await createUser(db, admin, 'root');
};

const asAdmin = async () => {
  try {
    return await signIn(admin);
  } catch (error) {
    if (error.code !== AUTHENTICATION_FAILED) throw error;
    await firstStart();
    return signIn(admin);
  }
};

const isReady = async () => {
  const db = await asAdmin();
  // dbAdmin because a service renews the validators of its collections when it starts.
  await createUser(db.getSiblingDB(service.name), service, 'readWrite', 'dbAdmin');
  return takesWrites(db);
};

isReady().then(
  (ready) => quit(ready ? 0 : 1),
  (error) => {
    print(error.message);
    quit(1);
  },
);
