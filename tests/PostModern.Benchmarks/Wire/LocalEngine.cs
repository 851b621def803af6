using PostModern.Arrow.Arrays;
using PostModern.DuckDb;
using PostModern.DuckDb.Functions;

namespace PostModern.Benchmarks.Wire;

/// <summary>The same rows in a DuckDB of this process: what the engine does without a wire, and the batches for uploads.</summary>
internal sealed class LocalEngine : IDisposable
{
    private const string UploadFunction = "upload";

    private readonly Database _database = Database.Open();
    private readonly Connection _connection;
    private readonly List<RecordBatch> _batches = [];

    public LocalEngine(BenchTable table, CancellationToken cancellationToken)
    {
        _connection = _database.Connect();
        _connection.Execute(table.Create, cancellationToken);
        _connection.Register(new TableFunction { Name = UploadFunction, Parameters = [], Bind = _ => Bind(table) });
    }

    /// <summary>All rows, in the batches that a server would send; they live as long as the engine.</summary>
    public IReadOnlyList<RecordBatch> Batches => _batches;

    /// <summary>Fills <see cref="Batches"/>.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        using var statement = _connection.Prepare(BenchTable.Query, cancellationToken);
        using var stream = statement.Execute(cancellationToken);
        await foreach (var batch in stream)
        {
            _batches.Add(batch);
        }
    }

    /// <summary>Reads all rows as batches and drops them.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var statement = _connection.Prepare(BenchTable.Query, cancellationToken);
        using var stream = statement.Execute(cancellationToken);
        await foreach (var batch in stream)
        {
            batch.Dispose();
        }
    }

    /// <summary>Makes a table of <see cref="Batches"/>, which a table function hands to DuckDB.</summary>
    public void Write(CancellationToken cancellationToken) =>
        _connection.Execute($"CREATE OR REPLACE TEMP TABLE written AS SELECT * FROM {UploadFunction}()", cancellationToken);

    /// <summary>Makes the same table from DuckDB's own.</summary>
    public void Copy(CancellationToken cancellationToken) =>
        _connection.Execute($"CREATE OR REPLACE TEMP TABLE written AS {BenchTable.Query}", cancellationToken);

    /// <summary>Writes the table as one Parquet file, as datasets are stored.</summary>
    public void CopyToParquet(CancellationToken cancellationToken)
    {
        var path = Path.GetTempFileName();
        try
        {
            _connection.Execute($"COPY ({BenchTable.Query}) TO '{path}' (FORMAT parquet)", cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        _batches.ForEach(batch => batch.Dispose());
        _connection.Dispose();
        _database.Dispose();
    }

    private BoundTable Bind(BenchTable table) => new()
    {
        Schema = _batches[0].Schema,
        EstimatedRows = table.Rows,
        Scan = (columns, _) => _batches.Select(batch => Borrow(batch, columns)).ToAsyncEnumerable(),
    };

    /// <summary>The reader disposes what it has read; a batch without an owner outlives that.</summary>
    private static RecordBatch Borrow(RecordBatch batch, IReadOnlyList<int> columns) =>
        new(batch.Schema, batch.Length, [.. columns.Select(column => batch.Columns[column])]);
}
