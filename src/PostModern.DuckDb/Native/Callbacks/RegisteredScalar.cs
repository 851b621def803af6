using PostModern.DuckDb.Functions;

namespace PostModern.DuckDb.Native.Callbacks;

/// <summary>A scalar function, and where its callers are found.</summary>
internal sealed record RegisteredScalar(ScalarFunction Function, CallContexts Contexts);
