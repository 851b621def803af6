// Turns a TF.js model that a package ships as bundled JavaScript into the plain files that it was made of, without
// running it: node unwrap.mjs MODEL.min.js SHARD.min.js ... OUT
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The object literal of the bundle, read as JSON: its keys are unquoted, !0 is true, numbers lack their leading 0. */
function readModel(file) {
  const text = readFileSync(file, 'utf8');
  const start = text.indexOf('{format:'), end = text.lastIndexOf('},{}]},{},[1]');
  const json = text.slice(start, end)
    .replace(/([{,])([A-Za-z_$][\w$]*):/g, '$1"$2":')
    .replace(/:!0/g, ':true').replace(/:!1/g, ':false')
    .replace(/([:[,]-?)\./g, '$10.');
  return JSON.parse(json);
}

/** The one long string of the bundle: base64. (A pattern for it would overflow the engine's stack.) */
function readShard(file) {
  const strings = readFileSync(file, 'utf8').split('"');
  return Buffer.from(strings.reduce((longest, text) => text.length > longest.length ? text : longest), 'base64');
}

const [modelFile, ...rest] = process.argv.slice(2);
const out = rest.pop();
const model = readModel(modelFile);
model.weightsManifest = [{ paths: ['weights.bin'], weights: model.weightsManifest.flatMap(group => group.weights) }];
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'weights.bin'), Buffer.concat(rest.map(readShard)));
writeFileSync(join(out, 'model.json'), JSON.stringify(model));
