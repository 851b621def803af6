// Logs in over TLS or without, as the settings say, and runs statements with the token, or with the client certificate alone.
// Usage: node login.mjs HOST PORT SETTINGS SQL...   SETTINGS is JSON: { ca, cert, key: files; user, password, apiToken: texts }
import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import { connect, read, statement } from "./flight.mjs";
import { attempt, print, rows } from "./json.mjs";

const [host, port, settings, ...statements] = process.argv.slice(2);
const { ca, cert, key, user, password, apiToken } = JSON.parse(settings);
const file = (name) => (name ? readFileSync(name) : null);
const credentials = ca ? grpc.credentials.createSsl(file(ca), file(key), file(cert)) : grpc.credentials.createInsecure();
const client = connect(host, port, credentials);

const withHeader = (value) => {
  const metadata = new grpc.Metadata();
  if (value) {
    metadata.set("authorization", value);
  }

  return metadata;
};

// The token comes in the initial headers, before any message.
const handshake = (metadata) =>
  new Promise((resolve, reject) => {
    const call = client.handshake(metadata);
    call.on("metadata", (headers) => resolve(headers.get("authorization")[0]));
    call.on("error", reject);
    call.resume();
    call.end();
  });

async function run() {
  const header = apiToken ? `Bearer ${apiToken}` : user ? `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` : null;
  const token = user ? await handshake(withHeader(header)) : header;
  const answers = [];
  for (const sql of statements) {
    answers.push(await attempt(read(client, statement(sql), withHeader(token)).then(rows)));
  }

  return answers;
}

print(await attempt(run()));
client.close();
