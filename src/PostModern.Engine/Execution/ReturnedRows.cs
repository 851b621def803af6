using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>What RETURNING gave, kept from before the commit until it is read: a list that fails leaves no version, and reading it runs nothing again.</summary>
internal sealed class ReturnedRows : IDisposable
{
    private CollectedRows? _rows;
    private string _query = "";
    private PreparedStatement? _reading;
    private ResultStream? _stream;

    /// <summary>Keeps a query's rows behind those of the runs before.</summary>
    /// <exception cref="ServerException">InvalidInput: a parameter gave a column another type than the client was told; or every row failed.</exception>
    public async Task AddAsync(CommandContext context, string query)
    {
        if (_rows is not null)
        {
            await _rows.AddAsync(context, query);
        }
        else
        {
            // By number: names may repeat, and those that DuckDB makes from parameters change with the parameters' numbers.
            var names = context.Plan.Schema.Fields.Select(f => SqlText.Name(f.Name)).ToList();
            _rows = await CollectedRows.RunAsync(context, $"SELECT * FROM ({query}) AS _({string.Join(", ", names.Select((_, i) => $"c{i}"))})");
            _query = $"SELECT {string.Join(", ", names.Select((name, i) => $"c{i} AS {name}"))} FROM {_rows.Table}";
            using var present = context.Connection.Prepare(_query);
            if (!present.Schema.Equals(context.Plan.Schema))
            {
                throw new ServerException(
                    ErrorCode.InvalidInput, "A column of RETURNING has its type from a parameter. Give the parameter a type: RETURNING CAST($1 AS INTEGER).");
            }
        }

        context.Statement.ThrowIfEveryRowFailed();
    }

    /// <summary>Reads them; to be called once.</summary>
    public IAsyncEnumerable<RecordBatch> ReadAsync(Connection connection, CancellationToken cancellation)
    {
        if (_rows is null)
        {
            return AsyncEnumerable.Empty<RecordBatch>();
        }

        _reading = DuckDbErrors.Translate(() => connection.Prepare(_query));
        _stream = DuckDbErrors.Translate(() => _reading.Execute(cancellation));
        return ResultBatches.ReadAsync(_stream, cancellation);
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _reading?.Dispose();
        _rows?.Dispose();
    }
}
