/**
 * node extract.mjs SERVICE-2.JSON [OPERATIONS...] >lightsail.json: of AWS's model of Lightsail the operations that deploy.sh
 * calls and the shapes that they reach, without the documentation. See README.md for where the model comes from.
 */
import { readFileSync } from 'node:fs';

const OPERATIONS = [
  'AllocateStaticIp', 'AttachStaticIp', 'CreateInstances', 'CreateKeyPair', 'DeleteInstance', 'DeleteInstanceSnapshot', 'DeleteKeyPair', 'EnableAddOn',
  'GetBlueprints', 'GetBundles', 'GetInstanceAccessDetails', 'GetInstanceSnapshots', 'GetInstances', 'GetKeyPair', 'GetKeyPairs', 'GetStaticIps',
  'ImportKeyPair', 'PutInstancePublicPorts', 'ReleaseStaticIp', 'TagResource',
];
const KEPT = ['type', 'required', 'enum', 'pattern', 'min', 'max', 'exception', 'fault'];

const model = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const shapes = {};

function reach(name) {
  if (name in shapes) return;
  const shape = model.shapes[name];
  shapes[name] = Object.fromEntries(KEPT.filter((key) => key in shape).map((key) => [key, shape[key]]));
  if (shape.members) {
    shapes[name].members = Object.fromEntries(Object.entries(shape.members).map(([member, { shape: of }]) => [member, of]));
    for (const { shape: of } of Object.values(shape.members)) reach(of);
  }
  if (shape.member) {
    shapes[name].member = shape.member.shape;
    reach(shape.member.shape);
  }
}

const operations = {};
for (const name of OPERATIONS) {
  const { input, output, errors } = model.operations[name];
  operations[name] = { input: input.shape, output: output.shape, errors: errors.map(({ shape }) => shape) };
  for (const shape of [input.shape, output.shape, ...operations[name].errors]) reach(shape);
}
const { targetPrefix, jsonVersion } = model.metadata;
const lines = (object) => `{\n${Object.entries(object).map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(',\n')}\n  }`;
const sorted = Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1)));
process.stdout.write(`{\n  "targetPrefix": ${JSON.stringify(targetPrefix)},\n  "jsonVersion": ${JSON.stringify(jsonVersion)},\n  "operations": ${lines(operations)},\n  "shapes": ${lines(sorted)}\n}\n`);
