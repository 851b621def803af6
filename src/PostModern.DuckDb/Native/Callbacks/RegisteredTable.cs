using PostModern.DuckDb.Functions;

namespace PostModern.DuckDb.Native.Callbacks;

/// <summary>A table function, and where its callers are found.</summary>
internal sealed record RegisteredTable(TableFunction Function, CallContexts Contexts);
