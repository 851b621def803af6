// node golden.mjs MODELS: writes what TF.js computes to NAME.json in the current folder. README.md says what for.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';

const models = process.argv[2];

function load(file) {
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(file));
  const shards = weightsManifest.flatMap(group => group.paths).map(path => readFileSync(join(dirname(file), path)));
  const weightData = Uint8Array.from(Buffer.concat(shards)).buffer;
  const weightSpecs = weightsManifest.flatMap(group => group.weights);
  return tf.loadGraphModel({ load: async () => ({ modelTopology, weightSpecs, weightData }) });
}

const pattern = (shape, scale, offset) => tf.tensor(
  Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.fround((i * 7919 % 1000) / 1000) * scale + offset), shape);

function summarize(shape, values) {
  const mean = of => values.reduce((sum, value) => sum + of(value), 0) / values.length;
  const step = Math.max(1, Math.floor(values.length / 24));
  const positions = Array.from({ length: Math.ceil(values.length / step) }, (_, i) => i * step);
  return { shape, length: values.length, mean: mean(x => x), meanAbs: mean(Math.abs), positions, values: positions.map(i => values[i]) };
}

async function write(name, file, inputs) {
  const { graphs } = JSON.parse(readFileSync(join(models, name, 'manifest.json')));
  const outputs = Object.values(graphs)[0].outputs;
  const model = await load(join(models, name, file));
  const results = [await model.executeAsync(inputs, outputs.map(output => output.node))].flat();
  const golden = outputs.map(({ name }, i) => [name, summarize(results[i].shape, Array.from(results[i].dataSync()))]);
  writeFileSync(`${name}.json`, JSON.stringify(Object.fromEntries(golden)) + '\n');
}

await tf.setBackend('cpu');
const sentences = [[82, 402, 21, 4305, 24, 8, 3030, 6], [45, 73, 9, 1000, 17]];
await write('use-lite', 'model.json', {
  indices: tf.tensor2d(sentences.flatMap((pieces, row) => pieces.map((_, column) => [row, column])), undefined, 'int32'),
  values: tf.tensor1d(sentences.flat(), 'int32'),
});
await write('nanodet', 'nanodet.json', { input_1: pattern([1, 3, 416, 416], 4, -2) });
await write('nsfw-mobilenet-v2', 'model.json', { input: pattern([1, 224, 224, 3], 1, 0) });
