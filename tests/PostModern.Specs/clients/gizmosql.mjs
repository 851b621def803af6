// A JavaScript Flight SQL client on @grpc/grpc-js and apache-arrow. Its prepare() is broken in itself and not used here.
// Usage: node gizmosql.mjs HOST PORT SQL...
import gizmosql from "@gizmodata/gizmosql-client";
import { print, rows } from "./json.mjs";

const [host, port, ...statements] = process.argv.slice(2);
const client = new gizmosql.FlightSQLClient({ host, port: Number(port), plaintext: true, username: "anyone", password: "anything" });
await client.connect();

const answers = [];
for (const sql of statements) {
  answers.push(await client.execute(sql).then(rows).catch((error) => ({ error: error.message })));
}

print({
  catalogs: await client.getCatalogs(),
  schemas: await client.getSchemas(),
  tables: await client.getTables(),
  tableTypes: await client.getTableTypes(),
  serverName: (await client.getSqlInfo([0])).get(0),
  infoCount: (await client.getSqlInfo()).size,
  answers,
});
await client.close();
