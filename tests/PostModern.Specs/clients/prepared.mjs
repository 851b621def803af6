// A prepared query, bound twice with parameters that apache-arrow encoded, and a prepared update with several rows.
// Usage: node prepared.mjs HOST PORT
import { tableFromArrays, tableFromIPC } from "apache-arrow";
import { action, connect, pack, put, read, sql, unpack } from "./flight.mjs";
import { print, rows } from "./json.mjs";

const [host, port] = process.argv.slice(2);
const client = connect(host, port);

async function prepare(query) {
  const request = new sql.ActionCreatePreparedStatementRequest();
  request.setQuery(query);
  const [reply] = await action(client, "CreatePreparedStatement", pack("ActionCreatePreparedStatementRequest", request));
  return unpack(sql.ActionCreatePreparedStatementResult, reply.getBody_asU8());
}

function handleOf(prepared, Command) {
  const command = new Command();
  command.setPreparedStatementHandle(prepared.getPreparedStatementHandle());
  return command;
}

async function ask(prepared, parameters) {
  const command = pack("CommandPreparedStatementQuery", handleOf(prepared, sql.CommandPreparedStatementQuery));
  const bound = await put(client, command, parameters);
  return { bindAnswers: bound.length, rows: rows(await read(client, command)) };
}

async function update(prepared, parameters) {
  const command = pack("CommandPreparedStatementUpdate", handleOf(prepared, sql.CommandPreparedStatementUpdate));
  const [answer] = await put(client, command, parameters);
  return Number(sql.DoPutUpdateResult.deserializeBinary(answer.getAppMetadata_asU8()).getRecordCount());
}

async function close(prepared) {
  const request = new sql.ActionClosePreparedStatementRequest();
  request.setPreparedStatementHandle(prepared.getPreparedStatementHandle());
  await action(client, "ClosePreparedStatement", pack("ActionClosePreparedStatementRequest", request));
}

const fields = (bytes) => (bytes.length ? tableFromIPC(bytes).schema.fields.map((field) => field.name) : []);
const query = await prepare("SELECT i, i * ? AS product FROM range(3) AS r(i) WHERE i >= ? ORDER BY i");
const result = {
  columns: fields(query.getDatasetSchema_asU8()),
  parameters: fields(query.getParameterSchema_asU8()).length,
  first: await ask(query, tableFromArrays({ factor: Int32Array.of(10), least: Int32Array.of(1) })),
  second: await ask(query, tableFromArrays({ factor: Int32Array.of(7), least: Int32Array.of(2) })),
};
await close(query);
result.afterClose = await ask(query, tableFromArrays({ factor: Int32Array.of(1), least: Int32Array.of(1) })).then(
  () => "answered",
  (error) => ({ code: error.code, details: error.details }),
);

const create = await prepare("CREATE TABLE from_node (id INTEGER, word VARCHAR)");
result.created = await update(create, tableFromArrays({}));
const insert = await prepare("INSERT INTO from_node VALUES (?, ?)");
result.inserted = await update(insert, tableFromArrays({ id: Int32Array.of(1, 2, 3), word: ["one", "two", "three"] }));
print(result);
client.close();
