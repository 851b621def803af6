using System.Data.Common;

namespace PostModern.Specs.Runner;

/// <summary>Runs one spec file over one connection and stops at the first thing that doesn't hold.</summary>
/// <param name="file">For messages.</param>
/// <param name="connection">Open.</param>
/// <param name="require">Says why a requirement is not met; null when it is.</param>
/// <param name="answers">Given, it takes the answers that differ instead of failing on them.</param>
internal sealed class SpecRunner(string file, DbConnection connection, Func<string, string?> require, SpecAnswerBook? answers = null)
{
    /// <exception cref="SpecException">Something doesn't hold.</exception>
    public async Task RunAsync(IEnumerable<SpecRecord> records, SpecVariables variables, CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            try
            {
                await RunAsync(record, variables, cancellationToken);
            }
            catch (Exception exception) when (exception is not (SpecException or OperationCanceledException))
            {
                throw new SpecException(file, record.Line, exception.Message, exception);
            }
        }
    }

    private Task RunAsync(SpecRecord record, SpecVariables variables, CancellationToken cancellationToken) => record switch
    {
        RequireRecord needed => Require(needed),
        StatementRecord statement => ExecuteAsync(variables.Expand(statement.Sql), cancellationToken),
        CountRecord count => CheckCountAsync(count, variables, cancellationToken),
        ErrorRecord error => CheckErrorAsync(error, variables, cancellationToken),
        QueryRecord query => CheckQueryAsync(query, variables, cancellationToken),
        LoopRecord loop => RunLoopAsync(loop, variables, cancellationToken),
        _ => throw new InvalidOperationException($"Nothing runs a {record.GetType().Name}."),
    };

    private Task Require(RequireRecord record) =>
        require(record.Name) is { } reason ? throw new SpecException(file, record.Line, reason) : Task.CompletedTask;

    private async Task RunLoopAsync(LoopRecord loop, SpecVariables variables, CancellationToken cancellationToken)
    {
        // Without the answer book: one text can't be the right answer of every round.
        var rounds = new SpecRunner(file, connection, require);
        foreach (var value in loop.Values)
        {
            await rounds.RunAsync(loop.Body, variables.With(loop.Variable, value), cancellationToken);
        }
    }

    private async Task CheckCountAsync(CountRecord record, SpecVariables variables, CancellationToken cancellationToken)
    {
        var rows = await ExecuteAsync(variables.Expand(record.Sql), cancellationToken);
        if (rows != record.Rows)
        {
            throw new SpecException(file, record.Line, $"{rows} rows changed, not {record.Rows}");
        }
    }

    private async Task CheckErrorAsync(ErrorRecord record, SpecVariables variables, CancellationToken cancellationToken)
    {
        var message = await FailureAsync(variables.Expand(record.Sql), cancellationToken)
            ?? throw new SpecException(file, record.Line, "the statement succeeds, but should fail");
        var expected = variables.Expand(record.Message);
        if (!message.Contains(expected, StringComparison.Ordinal) && !SpecAnswer.SameCell(message, expected))
        {
            throw new SpecException(file, record.Line, $"expected an error with\n  {expected}\nbut it says\n  {message}");
        }

        // A failed statement must leave a session that works: every expected error proves it.
        await ExecuteAsync("SELECT 1", cancellationToken);
    }

    private async Task CheckQueryAsync(QueryRecord record, SpecVariables variables, CancellationToken cancellationToken)
    {
        var expected = record with { Rows = [.. record.Rows.Select(variables.Expand)] };
        await using var command = Command(variables.Expand(record.Sql));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var answer = await SpecAnswer.ReadAsync(reader, record.Sort, cancellationToken);
        if (answer.Difference(expected) is not { } difference)
        {
            return;
        }

        if (answers is null)
        {
            throw new SpecException(file, record.Line, difference);
        }

        answers.Write(record, answer);
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<string?> FailureAsync(string sql, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = Command(sql);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                // An error may come with any row.
            }

            return null;
        }
        catch (DbException exception)
        {
            return exception.Message;
        }
    }

    private DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
