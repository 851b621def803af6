using PostModern.DuckDb;

namespace PostModern.Engine.Sessions;

/// <summary>How far one execution has come; give it to <see cref="Statement.ExecuteAsync(Arrow.Arrays.RecordBatch?, StatementProgress?, CancellationToken)"/> and look at it from any thread.</summary>
public sealed class StatementProgress
{
    private volatile Connection? _connection;

    /// <summary>From 0 to 1; null while nobody can tell, as for a listing of unknown length. It can stay below 1 at the end.</summary>
    public double? Fraction => _connection?.Progress;

    internal void Follow(Connection connection)
    {
        connection.TrackProgress();
        _connection = connection;
    }

    internal void Leave() => _connection = null;
}
