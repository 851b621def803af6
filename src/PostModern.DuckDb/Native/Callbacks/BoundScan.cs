using PostModern.DuckDb.Functions;

namespace PostModern.DuckDb.Native.Callbacks;

/// <summary>One call of a table function in a planned statement.</summary>
internal sealed record BoundScan(BoundTable Table, CallContext Context);
