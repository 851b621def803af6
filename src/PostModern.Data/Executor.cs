using System.Data;

namespace PostModern.Data;

/// <summary>Executes a command or a batch, one execution at a time.</summary>
/// <param name="begin">Checks that it can run, takes the connection, and says what to run.</param>
internal sealed class Executor(Func<CommandExecution> begin)
{
    private volatile RunningCommand? _running;

    public bool IsRunning => _running is not null;

    /// <exception cref="InvalidOperationException">It is running.</exception>
    public void ThrowIfRunning()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException("The command is running: close its reader first.");
        }
    }

    /// <summary>Stops the execution, from any thread; does nothing without one.</summary>
    public void Cancel() => _running?.Cancel();

    public async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var execution = Begin();
        try
        {
            var changed = -1L;
            foreach (var statement in execution.Statements)
            {
                var rows = await execution.Running.StepAsync(() => execution.UpdateAsync(statement), cancellationToken);
                changed = rows < 0 ? changed : Math.Max(0, changed) + rows;
            }

            return (int)Math.Min(changed, int.MaxValue);
        }
        finally
        {
            await EndAsync(execution);
        }
    }

    public async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        await using var reader = await ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);
        var value = reader.FieldCount > 0 && await reader.ReadAsync(cancellationToken) ? reader.GetValue(0) : null;

        // What failed after the row is told at its result's end; and a result that is read to its end need not be cancelled.
        _ = value is not null && await reader.ReadAsync(cancellationToken);
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        return value;
    }

    public async Task<PostModernDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var execution = Begin();
        var running = execution.Running;
        var results = execution.RunAsync(behavior).GetAsyncEnumerator(running.Token);
        var reader = await PostModernDataReader.StartAsync(results, running, behavior, () => EndAsync(execution, behavior), cancellationToken);
        execution.Connection.Activity.Reader = reader;
        return reader;
    }

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var execution = Begin();
        try
        {
            await execution.Running.StepAsync(execution.PrepareAsync, cancellationToken);
        }
        finally
        {
            await EndAsync(execution);
        }
    }

    /// <summary>Takes the connection; <see cref="EndAsync"/> gives it back.</summary>
    public CommandExecution Begin()
    {
        var execution = begin();
        execution.Connection.Begin(execution.Running);
        _running = execution.Running;
        return execution;
    }

    public async Task EndAsync(CommandExecution execution, CommandBehavior behavior = CommandBehavior.Default)
    {
        execution.Connection.End(execution.Running);
        _running = null;
        if (behavior.HasFlag(CommandBehavior.CloseConnection))
        {
            await execution.Connection.CloseAsync();
        }
    }
}
