using System.Data;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data.Transport;
using PostModern.Data.Writers;

namespace PostModern.Data;

/// <summary>Sends many rows to a table in one stream of columns, which is how a table is filled fastest.</summary>
/// <remarks>
/// <para>
/// One copy is one change: a dataset gets one new version, when the last row has arrived. A copy that fails or is cancelled changes nothing, and the connection
/// stays usable. In a transaction, it is part of it.
/// </para>
/// <para>
/// Rows are read as fast as the server stores them; about two batches are in memory. Like a command, a copy has the connection for itself: rows that are read
/// from the same connection at the same time are an <see cref="InvalidOperationException"/>.
/// </para>
/// <para>
/// Values travel as the source's types: a string as VARCHAR, a <see cref="Guid"/> as text, a <see cref="decimal"/> with the digits that a reader's schema tells, or
/// DECIMAL(38,18). Rows that are added to a table are cast to its columns, and decimals and timestamps are sent in its types.
/// </para>
/// </remarks>
/// <param name="connection">Where to; open.</param>
public sealed class PostModernBulkCopy(PostModernConnection connection)
{
    private readonly PostModernConnection _connection = connection ?? throw new ArgumentNullException(nameof(connection));
    private long _rowsCopied;

    /// <summary>The table: <c>sales</c>, <c>shop.sales</c>, <c>"Sales of 2026"</c>. Names are quoted as in SQL.</summary>
    public string DestinationTableName { get; set; } = "";

    /// <summary>Whether the table is a temporary one, which belongs to the connection.</summary>
    public bool IsTemporary { get; set; }

    /// <summary>What to do with the table; to add rows unless set.</summary>
    public PostModernBulkCopyMode Mode { get; set; }

    /// <summary>Which columns are sent, and under what names; all of them, under their own, while this is empty.</summary>
    public PostModernBulkCopyColumnMappingCollection ColumnMappings { get; } = [];

    /// <summary>Rows of a batch on the wire, 32,768 unless set. It bounds memory, and nothing is stored before the last batch; record batches are sent as they are.</summary>
    public int BatchSize
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 32 * 1024;

    /// <summary>Rows that the last or running copy has sent; stored they are when it has returned.</summary>
    public long RowsCopied => Interlocked.Read(ref _rowsCopied);

    /// <summary>Told <see cref="RowsCopied"/> after each batch; called on whichever thread sent it.</summary>
    public IProgress<long>? Progress { get; set; }

    /// <inheritdoc cref="WriteToServerAsync(IDataReader, CancellationToken)" />
    public long WriteToServer(IDataReader reader) => SyncBridge.Run(() => WriteToServerAsync(reader));

    /// <inheritdoc cref="WriteToServerAsync(IDataReader, CancellationToken)" />
    public long WriteToServer(DataTable table) => SyncBridge.Run(() => WriteToServerAsync(table));

    /// <inheritdoc cref="WriteToServerAsync{T}(IAsyncEnumerable{T}, CancellationToken)" />
    public long WriteToServer<T>(IEnumerable<T> rows) => SyncBridge.Run(() => WriteToServerAsync(rows));

    /// <summary>Sends the rows of any provider's reader.</summary>
    /// <param name="reader">Read from its next row to the end of its result; stays the caller's.</param>
    /// <param name="cancellationToken">Stops the copy; then nothing has changed.</param>
    /// <returns>The rows that were stored.</returns>
    /// <exception cref="PostModernException">The server refused the rows. NotFound, AlreadyExists: the table is not as <see cref="Mode"/> wants it.</exception>
    /// <exception cref="InvalidOperationException">No open connection, no table's name, another command is running, or a mapping names no column.</exception>
    /// <exception cref="NotSupportedException">A column's CLR type doesn't say what to send.</exception>
    /// <exception cref="InvalidCastException">A value doesn't fit the type that its column is sent as.</exception>
    public Task<long> WriteToServerAsync(IDataReader reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return WriteAsync(
            RecordColumns.Names(reader), columns => RecordColumns.Create(reader, columns), RowSources.RowsAsync(reader, cancellationToken), cancellationToken);
    }

    /// <inheritdoc cref="WriteToServerAsync(IDataReader, CancellationToken)" />
    /// <param name="table">Deleted rows are left out.</param>
    public async Task<long> WriteToServerAsync(DataTable table, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var reader = table.CreateDataReader();
        return await WriteToServerAsync(reader, cancellationToken);
    }

    /// <inheritdoc cref="WriteToServerAsync{T}(IAsyncEnumerable{T}, CancellationToken)" />
    public Task<long> WriteToServerAsync<T>(IEnumerable<T> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return WriteToServerAsync(RowSources.RowsAsync(rows, cancellationToken), cancellationToken);
    }

    /// <summary>Sends objects: a column for each public property, in the order of declaration (and for each field of a struct).</summary>
    /// <param name="rows">Read once.</param>
    /// <inheritdoc cref="WriteToServerAsync(IDataReader, CancellationToken)" />
    public Task<long> WriteToServerAsync<T>(IAsyncEnumerable<T> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return WriteAsync(MemberColumns<T>.Names, MemberColumns<T>.Create, rows, cancellationToken);
    }

    /// <inheritdoc cref="WriteToServerAsync(IAsyncEnumerable{RecordBatch}, CancellationToken)" />
    public Task<long> WriteToServerAsync(IEnumerable<RecordBatch> batches, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return WriteToServerAsync(RowSources.RowsAsync(batches, cancellationToken), cancellationToken);
    }

    /// <summary>Sends batches as they are, from where they lie.</summary>
    /// <param name="batches">
    /// All of the first one's schema. The copy owns them: each is disposed when it was sent. The first may be without rows, to say what an empty table's columns are.
    /// </param>
    /// <inheritdoc cref="WriteToServerAsync(IDataReader, CancellationToken)" />
    public Task<long> WriteToServerAsync(IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return RunAsync(
            async (session, upload, token) =>
            {
                await using var source = batches.GetAsyncEnumerator(token);
                if (!await source.MoveNextAsync())
                {
                    return Mode == PostModernBulkCopyMode.Append
                        ? 0
                        : throw new InvalidOperationException("There is no batch, so nobody says what columns the table has; send an empty one.");
                }

                using var first = source.Current;
                var schema = first.Schema;
                var columns = ColumnMap.Resolve([.. schema.Fields.Select(field => field.Name)], Requests(), null);
                var projected = new Schema(columns.Select(column => schema.Fields[column.Source] with { Name = column.Name }));
                return await session.UploadAsync(upload, projected, CountAsync(ProjectAsync(source, schema, projected, columns)), token);
            },
            cancellationToken);
    }

    private static async IAsyncEnumerable<RecordBatch> ProjectAsync(
        IAsyncEnumerator<RecordBatch> source, Schema schema, Schema projected, IReadOnlyList<MappedColumn> columns)
    {
        do
        {
            var batch = source.Current;
            if (!batch.Schema.Equals(schema))
            {
                batch.Dispose();
                throw new InvalidOperationException("A batch has other columns than the first one; copy them one after the other.");
            }

            yield return new RecordBatch(projected, batch.Length, [.. columns.Select(column => batch.Columns[column.Source])], batch);
        }
        while (await source.MoveNextAsync());
    }

    private Task<long> WriteAsync<TRow>(
        IReadOnlyList<string> names,
        Func<IReadOnlyList<MappedColumn>, ColumnWriter<TRow>[]> create,
        IAsyncEnumerable<TRow> rows,
        CancellationToken cancellationToken)
        => RunAsync(
            async (session, upload, token) =>
            {
                var columns = create(ColumnMap.Resolve(names, Requests(), await DescribeAsync(session, upload, token)));
                var batches = new RowBatches<TRow>(columns, BatchSize);
                return await session.UploadAsync(upload, batches.Schema, CountAsync(batches.FromAsync(rows, token)), token);
            },
            cancellationToken);

    private ColumnRequest[] Requests() =>
        [.. ColumnMappings.Select(mapping => new ColumnRequest(mapping.SourceColumn, mapping.SourceOrdinal, mapping.DestinationColumn, mapping.Type))];

    /// <summary>The columns of the table that rows are added to; null when the copy makes it.</summary>
    private async Task<Schema?> DescribeAsync(ServerSession session, TableUpload upload, CancellationToken cancellationToken)
    {
        if (Mode != PostModernBulkCopyMode.Append)
        {
            return null;
        }

        var table = upload.IsTemporary ? upload.Table with { Catalog = "temp", Schema = "main" } : upload.Table;
        await using var statement = await session.PrepareAsync($"SELECT * FROM {table.ToSql()}", cancellationToken);
        return statement.Schema;
    }

    /// <summary>Counts batches, and disposes them, when they have been sent.</summary>
    private async IAsyncEnumerable<RecordBatch> CountAsync(IAsyncEnumerable<RecordBatch> batches)
    {
        await foreach (var batch in batches)
        {
            using (batch)
            {
                yield return batch;
            }

            var copied = Interlocked.Add(ref _rowsCopied, batch.Length);
            Progress?.Report(copied);
        }
    }

    private async Task<long> RunAsync(
        Func<ServerSession, TableUpload, CancellationToken, Task<long>> copy, CancellationToken cancellationToken)
    {
        if (DestinationTableName.Length == 0)
        {
            throw new InvalidOperationException("The copy has no destination: set DestinationTableName.");
        }

        var session = _connection.OpenSession;
        var creates = Mode != PostModernBulkCopyMode.Append;
        var upload = new TableUpload(QualifiedName.Parse(DestinationTableName), IsTemporary, creates, Mode == PostModernBulkCopyMode.Replace);
        var running = new RunningCommand(TimeSpan.Zero);
        _connection.Begin(running);
        Interlocked.Exchange(ref _rowsCopied, 0);
        try
        {
            return await running.StepAsync(() => copy(session, upload, running.Token), cancellationToken);
        }
        finally
        {
            _connection.End(running);
        }
    }
}
