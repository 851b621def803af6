using PostModern.DuckDb.Native;
using PostModern.DuckDb.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb;

/// <summary>A parsed text: one statement, or the several that DuckDB makes of a PIVOT.</summary>
internal sealed class StatementText : IDisposable
{
    private readonly Connection _connection;
    private readonly ExtractedStatementsHandle _handle;
    private readonly ulong _count;

    private StatementText(Connection connection, ExtractedStatementsHandle handle, ulong count)
    {
        _connection = connection;
        _handle = handle;
        _count = count;
    }

    /// <exception cref="DuckDbException">The text can't be parsed.</exception>
    public static StatementText Extract(Connection connection, string sql)
    {
        var count = duckdb_extract_statements(connection.Handle, sql, out var handle);
        var error = NativeString.Read(duckdb_extract_statements_error(handle));
        if (error is null && count is 1 || error is null && sql.Contains("pivot", StringComparison.OrdinalIgnoreCase))
        {
            return new StatementText(connection, handle, count);
        }

        handle.Dispose();
        throw error is not null
            ? connection.Failure(error, CancellationToken.None)
            : new DuckDbException(DuckDbErrorType.InvalidInput, $"One statement is expected at a time; the text holds {count}.");
    }

    /// <summary>Plans the last statement, having run those before it.</summary>
    public PreparedStatement Prepare(ResultOptions options, CancellationToken cancellation)
    {
        for (var i = 0UL; i + 1 < _count; i++)
        {
            using var leading = Prepare(i, ResultOptions.Default, cancellation);
            leading.Execute(cancellation).Complete();
        }

        return Prepare(_count - 1, options, cancellation);
    }

    public void Dispose() => _handle.Dispose();

    private PreparedStatement Prepare(ulong index, ResultOptions options, CancellationToken cancellation)
    {
        _connection.Begin(cancellation);
        var state = duckdb_prepare_extracted_statement(_connection.Handle, _handle, index, out var statement);
        try
        {
            return state == DuckDbState.Success
                ? new PreparedStatement(_connection, statement, options)
                : throw _connection.Failure(NativeString.Read(duckdb_prepare_error(statement)), cancellation);
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }
}
