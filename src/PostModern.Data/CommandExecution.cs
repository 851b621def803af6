using System.Data;
using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Data.Readers;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>A command's or a batch's statements, on their way through one session.</summary>
/// <remarks>
/// Statements without parameters go the direct way (GetFlightInfo and DoGet, or DoPut for their row count); those with parameters are prepared first.
/// </remarks>
internal sealed class CommandExecution(
    PostModernConnection connection,
    IReadOnlyList<BoundStatement> statements,
    PreparedStatements prepared,
    IProgress<double>? progress,
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
                yield return Finish(statement, await known.QueryAsync(statement.Bind(known), progress, running.Token));
            }
            else if (!statement.NeedsBinding)
            {
                yield return Finish(statement, await _session.QueryAsync(statement.Text, progress, running.Token));
            }
            else
            {
                await using var fresh = await _session.PrepareAsync(statement.Text, running.Token);
                yield return Finish(statement, await fresh.QueryAsync(statement.Bind(fresh), progress, running.Token));
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
        var result = Finish(statement, progress is null ? await RunForCountAsync(statement) : await DrainAsync(statement, progress));
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

    private async Task<ResultSet> RunForCountAsync(BoundStatement statement)
    {
        if (prepared.Find(statement.Statement) is { } known)
        {
            return await known.UpdateAsync(statement.Bind(known), running.Token);
        }

        if (!statement.NeedsBinding)
        {
            return await _session.UpdateAsync(statement.Text, running.Token);
        }

        await using var fresh = await _session.PrepareAsync(statement.Text, running.Token);
        return await fresh.UpdateAsync(statement.Bind(fresh), running.Token);
    }

    // Only the calls that fetch results can be asked how far they are.
    private async Task<ResultSet> DrainAsync(BoundStatement statement, IProgress<double> progress)
    {
        var known = prepared.Find(statement.Statement);
        await using var fresh = known is null && statement.NeedsBinding
            ? await _session.PrepareAsync(statement.Text, running.Token)
            : null;
        var result = (known ?? fresh) is { } target
            ? await target.QueryAsync(statement.Bind(target), progress, running.Token)
            : await _session.QueryAsync(statement.Text, progress, running.Token);
        await foreach (var batch in result.Batches)
        {
            batch.Dispose();
        }

        return result;
    }

    private ResultSet Finish(BoundStatement statement, ResultSet result)
    {
        statement.Source?.Count(result.RecordsAffected);
        return result.Heard(connection.Announce);
    }
}
