// Typed into the container of the order service: what its user may do in a database of another service, and who it is there.
// Prints the code of each refusal, a read and a write: 13 not allowed, 18 not known.
import { readFileSync } from 'node:fs';
import { MongoClient } from 'mongodb';

const own = readFileSync('/secrets/mongo-url', 'utf8');
const [credentials] = own.split('@');
const [there] = own.replaceAll('order-service', 'payment-service').split('@').slice(1);

const codes = async (url) => {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 5_000 });
  const commits = client.db('payment-service').collection('commits');
  const tried = [commits.findOne({}), commits.insertOne({ forged: true })].map((work) =>
    work.then(
      () => 'allowed',
      ({ code }) => code,
    ),
  );
  return Promise.all(tried).finally(() => client.close());
};

const answers = [await codes(own), await codes(`${credentials}@${there}`), await codes(`mongodb://${there}`)];
process.stdout.write(JSON.stringify(answers));
