// What the scripts tell the tests: one JSON value on standard output.

export function print(value) {
  process.stdout.write(JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? Number(inner) : inner)) + "\n");
}

/** Rows of an apache-arrow table as plain objects. */
export function rows(table) {
  return table.toArray().map((row) => ({ ...row.toJSON() }));
}

/** What a call answers, or its error as gRPC tells it. */
export function attempt(call) {
  return call.catch(({ code, details }) => ({ code, details }));
}
