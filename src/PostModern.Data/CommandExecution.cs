using System.Data;
using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Data.Readers;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>A command's or a batch's statements, on their way through one session.</summary>
/// <remarks>
/// Prepared statements are bound by DoPut; all others go the direct way, which is DoGet (with GetFlightInfo before it where the server wants that), or DoPut for
/// the row count of one without parameters.
/// </remarks>
internal sealed class CommandExecution(
    PostModernConnection connection,
    IReadOnlyList<BoundStatement> statements,
    PreparedStatements prepared,
    RunningCommand running)
{
    private readonly ServerSession _session = connection.OpenSession;

    public PostModernConnection Connection => connection;

    public RunningCommand Running => running;

    public IReadOnlyList<BoundStatement> Statements => statements;

    /// <summary>The statements' results, each executed when it is asked for.</summary>
    public async IAsyncEnumerable<ResultSet> RunAsync(CommandBehavior behavior)
    {
        foreach (var statement in statements)
        {
            running.BatchCommand = statement.Source;
            if (behavior.HasFlag(CommandBehavior.SchemaOnly))
            {
                await using var description = await _session.PrepareAsync(statement.Text, running.Token);
                yield return new ResultSet(description.Schema, AsyncEnumerable.Empty<RecordBatch>());
            }
            else if (prepared.Find(statement.Statement) is { } known)
            {
                yield return Finish(statement, await known.QueryAsync(statement.Bind(), running.Progress, running.Token));
            }
            else
            {
                yield return Finish(statement, await QueryAsync(statement, statement.Bind()));
            }
        }
    }

    /// <summary>The first result's batches, each of which becomes the caller's.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadBatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var results = RunAsync(CommandBehavior.SingleResult).GetAsyncEnumerator(running.Token);
        if (!await running.StepAsync(() => results.MoveNextAsync().AsTask(), cancellationToken))
        {
            yield break;
        }

        await using var batches = results.Current.Batches.GetAsyncEnumerator(running.Token);
        while (await running.StepAsync(() => batches.MoveNextAsync().AsTask(), cancellationToken))
        {
            yield return batches.Current;
        }
    }

    /// <summary>Runs a statement for its row count; −1 when there is none.</summary>
    public async Task<long> UpdateAsync(BoundStatement statement)
    {
        running.BatchCommand = statement.Source;
        var result = Finish(statement, await RunForCountAsync(statement));
        _ = result.Trailers();
        return result.RecordsAffected;
    }

    /// <summary>Prepares all statements, to be found by later executions.</summary>
    public async Task<bool> PrepareAsync()
    {
        foreach (var statement in statements.Where(statement => prepared.Find(statement.Statement) is null))
        {
            running.BatchCommand = statement.Source;
            prepared.Add(statement.Statement, await _session.PrepareAsync(statement.Text, running.Token));

            // What stays prepared is a trace, should nobody dispose the command.
            _session.HasTraces = true;
        }

        return true;
    }

    private Task<ResultSet> QueryAsync(BoundStatement statement, RecordBatch? parameters) => parameters is null
        ? _session.QueryAsync(statement.Text, running.Progress, running.Token)
        : _session.QueryAsync(statement.Text, parameters, running.Progress, running.Token);

    private async Task<ResultSet> RunForCountAsync(BoundStatement statement)
    {
        var (known, parameters) = (prepared.Find(statement.Statement), statement.Bind());
        if (running.Progress is null && known is not null)
        {
            return await known.UpdateAsync(parameters, running.Token);
        }

        if (running.Progress is null && parameters is null)
        {
            return await _session.UpdateAsync(statement.Text, running.Token);
        }

        return await DrainAsync(known is not null
            ? await known.QueryAsync(parameters, running.Progress, running.Token)
            : await QueryAsync(statement, parameters));
    }

    // Only the calls that fetch results take parameters along, and can be asked how far they are.
    private static async Task<ResultSet> DrainAsync(ResultSet result)
    {
        await foreach (var batch in result.Batches)
        {
            batch.Dispose();
        }

        return ResultSet.Changed(result.RecordsAffected, result.Trailers());
    }

    private ResultSet Finish(BoundStatement statement, ResultSet result)
    {
        statement.Source?.Count(result.RecordsAffected);
        return result.Heard(connection.Announce);
    }
}
