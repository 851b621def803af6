using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data.Readers;
using PostModern.Flight.Client;
using PostModern.Flight.Commands;

namespace PostModern.Data.Transport;

/// <summary>A statement prepared in a session; disposing closes it there.</summary>
internal sealed class ServerStatement(ServerSession session, PreparedStatement statement) : IAsyncDisposable
{
    private readonly int _owner = session.Owner;

    public Schema Schema => statement.Schema;

    /// <summary>Whether the connection that prepared it still has the session.</summary>
    public bool IsUsable => session.IsOpen && session.Owner == _owner;

    /// <param name="parameters">One row, by name; or null.</param>
    /// <inheritdoc cref="ServerSession.QueryAsync(string, IProgress{double}?, CancellationToken)" />
    public async Task<ResultSet> QueryAsync(RecordBatch? parameters, IProgress<double>? progress, CancellationToken cancellationToken) =>
        progress is null && statement.IsUpdate
            ? await UpdateAsync(parameters, cancellationToken)
            : await session.OpenAsync(
                await session.WatchAsync(() => progress is null
                    ? statement.FetchAsync(Arrange(parameters), null, cancellationToken)
                    : statement.PollAsync(Arrange(parameters), progress, null, cancellationToken)),
                cancellationToken);

    /// <summary>Runs for the row count; −1 when there is none.</summary>
    public async Task<ResultSet> UpdateAsync(RecordBatch? parameters, CancellationToken cancellationToken)
    {
        var outcome = await session.WatchAsync(() => statement.UpdateAsync(Arrange(parameters), null, cancellationToken));
        return ResultSet.Changed(outcome.Rows, outcome.Trailers);
    }

    public async ValueTask DisposeAsync()
    {
        if (IsUsable)
        {
            await ServerSession.TryAsync(statement.CloseAsync);
        }
    }

    private RecordBatch? Arrange(RecordBatch? parameters) =>
        parameters is null ? null : ParameterOrder.Arrange(parameters, statement.ParameterSchema);
}
