using System.Data;
using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data.Readers;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>A command's text and parameters, on their way through one session.</summary>
/// <remarks>
/// Statements without parameters go the direct way (GetFlightInfo and DoGet, or DoPut for their row count); those with parameters are prepared first.
/// </remarks>
internal sealed class CommandExecution(
    PostModernConnection connection,
    ServerSession session,
    string text,
    PostModernParameterCollection parameters,
    PreparedStatements prepared,
    IProgress<double>? progress,
    RunningCommand running)
{
    public PostModernConnection Connection => connection;

    public RunningCommand Running => running;

    public IReadOnlyList<SqlStatement> Statements { get; } = SqlScript.Parse(text, parameters.Contains);

    /// <summary>The statements' results, each executed when it is asked for.</summary>
    public async IAsyncEnumerable<ResultSet> RunAsync(CommandBehavior behavior)
    {
        foreach (var statement in Statements)
        {
            if (behavior.HasFlag(CommandBehavior.SchemaOnly))
            {
                await using var description = await session.PrepareAsync(statement.Text, running.Token);
                yield return new ResultSet(description.Schema, AsyncEnumerable.Empty<RecordBatch>());
            }
            else if (prepared.Find(statement) is { } known)
            {
                yield return await known.QueryAsync(Bind(known, statement), progress, running.Token);
            }
            else if (!NeedsBinding(statement))
            {
                yield return await session.QueryAsync(statement.Text, progress, running.Token);
            }
            else
            {
                await using var fresh = await session.PrepareAsync(statement.Text, running.Token);
                yield return await fresh.QueryAsync(Bind(fresh, statement), progress, running.Token);
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
    public async Task<long> UpdateAsync(SqlStatement statement)
    {
        if (progress is not null)
        {
            return await DrainAsync(statement, progress);
        }

        if (prepared.Find(statement) is { } known)
        {
            return await known.UpdateAsync(Bind(known, statement), running.Token);
        }

        if (!NeedsBinding(statement))
        {
            return await session.UpdateAsync(statement.Text, running.Token);
        }

        await using var fresh = await session.PrepareAsync(statement.Text, running.Token);
        return await fresh.UpdateAsync(Bind(fresh, statement), running.Token);
    }

    /// <summary>Prepares all statements, to be found by later executions.</summary>
    public async Task<bool> PrepareAsync()
    {
        foreach (var statement in Statements.Where(statement => prepared.Find(statement) is null))
        {
            prepared.Add(statement, await session.PrepareAsync(statement.Text, running.Token));
        }

        return true;
    }

    // Only the calls that fetch results can be asked how far they are.
    private async Task<long> DrainAsync(SqlStatement statement, IProgress<double> progress)
    {
        await using var fresh = prepared.Find(statement) is null && NeedsBinding(statement)
            ? await session.PrepareAsync(statement.Text, running.Token)
            : null;
        var target = fresh ?? prepared.Find(statement);
        var result = target is null
            ? await session.QueryAsync(statement.Text, progress, running.Token)
            : await target.QueryAsync(Bind(target, statement), progress, running.Token);
        await foreach (var batch in result.Batches)
        {
            batch.Dispose();
        }

        return result.RecordsAffected;
    }

    // Without parameters $1 may be SQL's own, as in PREPARE: the server knows.
    private bool NeedsBinding(SqlStatement statement) => statement.Placeholders.Count > 0 && parameters.Count > 0;

    private RecordBatch? Bind(ServerStatement target, SqlStatement statement)
    {
        if (!NeedsBinding(statement))
        {
            return null;
        }

        var order = PlaceholderOrder.Of(statement.Placeholders, target.ParameterSchema);
        return ParameterBatch.Build([.. order.Select(Value)]);
    }

    private ParameterValue Value(Placeholder placeholder)
    {
        var index = placeholder.Name is null ? placeholder.Position : parameters.IndexOf(placeholder.Name);
        var label = placeholder.Name ?? (placeholder.Position + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (index < 0 || index >= parameters.Count)
        {
            throw new InvalidOperationException($"The statement has a placeholder {label}, but the command has no parameter for it.");
        }

        var parameter = parameters[index];
        var value = parameter.Value
            ?? throw new InvalidOperationException($"Parameter {label} has no value; use DBNull.Value for NULL.");
        var type = ParameterTypes.ToArrow(parameter.ExplicitDbType);
        return new ParameterValue(label, value, value is DBNull ? type ?? ArrowTypes.Null : type);
    }
}
