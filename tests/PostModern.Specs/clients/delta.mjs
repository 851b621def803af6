// A dataset's folder as ClickHouse reads it, through the Delta kernel. Arguments: queries; prints the rows of each.
// The addon is loaded without its usual package, which asks for the builds of all other platforms too.
import chdb from "@chdb/lib-linux-x64-gnu";
import { print } from "./json.mjs";

// ClickHouse reads no file outside the working directory.
process.chdir("/");
const rows = (text) => text.split("\n").filter((line) => line.length > 0).map((line) => JSON.parse(line));
print(process.argv.slice(2).map((sql) => rows(String(chdb.Query(sql, "JSONEachRow")))));
