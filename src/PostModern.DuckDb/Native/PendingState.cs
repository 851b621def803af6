namespace PostModern.DuckDb.Native;

/// <summary><c>duckdb_pending_state</c> of duckdb.h: how far a pending result has come.</summary>
internal enum PendingState
{
    /// <summary>The first rows are there.</summary>
    Ready = 0,

    /// <summary>More tasks wait to be executed.</summary>
    NotReady = 1,

    /// <summary>The statement failed; executing the pending result tells why.</summary>
    Error = 2,

    /// <summary>Other threads are at the remaining tasks.</summary>
    NoTasksAvailable = 3,
}
