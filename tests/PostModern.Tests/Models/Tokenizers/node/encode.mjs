// What other tokenizers make of texts: node encode.mjs tokenizer.json texts.json answers.json
// texts.json: [text or [text, pair], …]; answers.json: [{rust: {ids, typeIds, text}, js: {ids, text}}, …] in the texts' order.
import { readFileSync, writeFileSync } from 'node:fs';
import rust from '@anush008/tokenizers';
import { Tokenizer } from '@huggingface/tokenizers';

const [path, texts, answers] = process.argv.slice(2);
const original = rust.Tokenizer.fromFile(path);
const port = new Tokenizer(JSON.parse(readFileSync(path, 'utf8')), {});

async function askOriginal(text, pair) {
  const encoding = await original.encode(text, pair);
  const ids = encoding.getIds();
  return { ids, typeIds: encoding.getTypeIds(), text: await original.decode(ids, true) };
}

function askPort(text, pair) {
  const { ids } = port.encode(text, { text_pair: pair ?? undefined });
  return { ids, text: port.decode(ids, { skip_special_tokens: true, clean_up_tokenization_spaces: false }) };
}

const results = [];
for (const entry of JSON.parse(readFileSync(texts, 'utf8'))) {
  const [text, pair] = Array.isArray(entry) ? entry : [entry, null];
  results.push({ rust: await askOriginal(text, pair), js: askPort(text, pair) });
}

writeFileSync(answers, JSON.stringify(results));
