namespace PostModern.Lake.Delta;

/// <summary>The <c>txn</c> action: how far an application, such as a stream, has come. We write none, and lose none.</summary>
/// <param name="AppId">The application, by its own name.</param>
/// <param name="Version">The application's count, which has nothing to do with the table's versions.</param>
/// <param name="LastUpdated">Milliseconds since 1970; null when the writer left none.</param>
public sealed record SetTransaction(string AppId, long Version, long? LastUpdated) : DeltaAction;
