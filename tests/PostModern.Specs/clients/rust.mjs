// The Rust Flight SQL client (arrow-flight, tonic) behind its Node binding. It prepares every query that it runs.
// Usage: node rust.mjs HOST PORT SQL...
import { createFlightSqlClient } from "@lakehouse-rs/flight-sql-client";
import { tableFromIPC } from "apache-arrow";
import { print, rows } from "./json.mjs";

const [host, port, ...statements] = process.argv.slice(2);
const client = await createFlightSqlClient({ host, port: Number(port), tls: false, headers: [] });
const table = async (answer) => rows(tableFromIPC(await answer));
const attempt = (sql) => table(client.query(sql)).catch((error) => ({ error: error.message }));

const answers = [];
for (const sql of statements) {
  answers.push(await attempt(sql));
}

const names = ({ table_name, table_type, table_schema }) => ({ table_name, table_type, schemaBytes: table_schema?.length });
print({
  catalogs: await table(client.getCatalogs()),
  schemas: await table(client.getDbSchemas({})),
  tables: (await table(client.getTables({}))).map(names),
  tablesWithSchema: (await table(client.getTables({ includeSchema: true }))).map(names),
  answers,
});
