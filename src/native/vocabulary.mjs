// Takes the vocabulary out of the package llama-tokenizer-js, which holds it as base64 in its JavaScript, without running that:
// node vocabulary.mjs llama-tokenizer.js OUT. Writes a JSON array of pieces; a piece's id is its place.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [source, out] = process.argv.slice(2);
const [, base64] = /llama_vocab_base64\s*=\s*"([A-Za-z0-9+/=]+)"/.exec(readFileSync(source, 'utf8'));
const pieces = Buffer.from(base64, 'base64').toString('utf8').split('\n');
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, JSON.stringify(pieces));
