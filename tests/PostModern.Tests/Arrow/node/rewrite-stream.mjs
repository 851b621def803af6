// Reads an Arrow IPC stream with the npm package apache-arrow and writes it again, as a foreign client would send it.
import { readFileSync, writeFileSync } from "node:fs";
import { RecordBatchReader, RecordBatchStreamWriter } from "apache-arrow";

const [source, target] = process.argv.slice(2);
const batches = [...RecordBatchReader.from(readFileSync(source))];
writeFileSync(target, RecordBatchStreamWriter.writeAll(batches).toUint8Array(true));
