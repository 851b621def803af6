using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data.Readers;
using PostModern.Flight.Client;

namespace PostModern.Data.Transport;

/// <summary>A statement prepared in a session; disposing closes it there.</summary>
internal sealed class ServerStatement(ServerSession session, PreparedStatement statement) : IAsyncDisposable
{
    public Schema Schema => statement.Schema;

    public Schema ParameterSchema => statement.ParameterSchema;

    public bool IsUsable => session.IsOpen;

    /// <param name="parameters">One row, or null.</param>
    /// <inheritdoc cref="ServerSession.QueryAsync" />
    public async Task<ResultSet> QueryAsync(RecordBatch? parameters, IProgress<double>? progress, CancellationToken cancellationToken) =>
        progress is not null
            ? await ServerSession.OpenAsync(await statement.PollAsync(parameters, progress, null, cancellationToken), cancellationToken)
            : statement.IsUpdate
            ? ResultSet.Changed(await UpdateAsync(parameters, cancellationToken))
            : await ServerSession.OpenAsync(await statement.FetchAsync(parameters, null, cancellationToken), cancellationToken);

    /// <summary>Runs for the row count; −1 when there is none.</summary>
    public Task<long> UpdateAsync(RecordBatch? parameters, CancellationToken cancellationToken) =>
        statement.ExecuteAsync(parameters, null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (session.IsOpen)
        {
            await ServerSession.TryAsync(statement.CloseAsync);
        }
    }
}
