// An idle connection that pings stays the same connection: its session's temporary table is still there.
// Usage: node keepalive.mjs HOST PORT SECONDS
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, read, statement } from "./flight.mjs";
import { open } from "./http2.mjs";
import { print, rows } from "./json.mjs";

const [host, port, seconds] = process.argv.slice(2);
const client = connect(host, port, undefined, {
  "grpc.keepalive_time_ms": 1000,
  "grpc.keepalive_timeout_ms": 10_000,
  "grpc.keepalive_permit_without_calls": 1,
});
await read(client, statement("CREATE TEMPORARY TABLE kept AS SELECT 42 AS answer"));

const session = open(host, port);
let goneAway = 0;
session.on("goaway", () => goneAway++);
await once(session, "connect");
const ping = () => new Promise((resolve, reject) => session.ping((error) => (error ? reject(error) : resolve())));
let answered = 0;
for (const end = Date.now() + seconds * 1000; Date.now() < end; answered++) {
  await ping();
  await sleep(50);
}

print({ answered, goneAway, kept: rows(await read(client, statement("FROM kept"))) });
session.close();
client.close();
