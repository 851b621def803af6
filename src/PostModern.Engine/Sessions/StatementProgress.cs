using PostModern.DuckDb;

namespace PostModern.Engine.Sessions;

/// <summary>How far one execution has come; give it to <see cref="Statement.ExecuteAsync(Arrow.Arrays.RecordBatch?, StatementProgress?, CancellationToken)"/> and look at it from any thread.</summary>
public sealed class StatementProgress
{
    private readonly Lock _gate = new();
    private volatile Connection? _connection;
    private double? _furthest;

    /// <summary>
    /// From 0 to 1, and never less than it told before, although DuckDB begins again with each of a statement's queries and forgets the last one's
    /// end; null while nobody can tell, as for a listing of unknown length. It can stay below 1 at the end.
    /// </summary>
    public double? Fraction
    {
        get
        {
            lock (_gate)
            {
                if (_connection?.Progress is { } now && now > (_furthest ?? -1))
                {
                    _furthest = now;
                }

                return _furthest;
            }
        }
    }

    internal void Follow(Connection connection)
    {
        connection.TrackProgress();
        _connection = connection;
    }

    internal void Leave() => _connection = null;
}
