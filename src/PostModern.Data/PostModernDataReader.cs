using System.Collections;
using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using PostModern.Data.Readers;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>Reads the rows of a command's results, forward only, as they arrive.</summary>
/// <remarks>
/// <para>
/// Typed getters convert integers among themselves when the value fits (else <see cref="OverflowException"/>), integers to decimal and floating
/// point, and decimals to floating point. Any other change of kind, a byte of another integer, and NULL, is an <see cref="InvalidCastException"/>. Before the first row, after the
/// last one and after <see cref="Close"/> they are an <see cref="InvalidOperationException"/>.
/// </para>
/// <para>
/// A value that its column's CLR type can't hold comes back from <see cref="GetValue"/> in a wider type instead of failing: a HUGEINT beyond
/// <see cref="decimal"/> as BigInteger, a DECIMAL as SqlDecimal, an INTERVAL with months as MonthDayNano, a list with NULLs as an array of nullables.
/// </para>
/// <para>Disposing early stops the statement on the server; the connection stays usable.</para>
/// </remarks>
[SuppressMessage("Design", "CA1010", Justification = "The base class decides what the reader enumerates.")]
[SuppressMessage("Usage", "CA2201", Justification = "ADO.NET prescribes IndexOutOfRangeException for unknown columns.")]
public sealed class PostModernDataReader : DbDataReader, IDbColumnSchemaGenerator
{
    private readonly ResultSequence _results;
    private readonly CommandBehavior _behavior;
    private readonly Func<Task> _onClosed;
    private bool _isClosed;

    private PostModernDataReader(ResultSequence results, CommandBehavior behavior, Func<Task> onClosed)
    {
        _results = results;
        _behavior = behavior;
        _onClosed = onClosed;
    }

    /// <inheritdoc />
    public override int Depth
    {
        get
        {
            _ = Results;
            return 0;
        }
    }

    /// <inheritdoc />
    public override int FieldCount => Results.Rows?.Columns.Length ?? 0;

    /// <inheritdoc />
    public override bool HasRows => Results.Rows?.HasRows ?? false;

    /// <inheritdoc />
    public override bool IsClosed => _isClosed;

    /// <summary>The rows that the statements so far have changed together; −1 when none of them changes rows.</summary>
    public override int RecordsAffected => (int)Math.Min(_results.RecordsAffected, int.MaxValue);

    /// <summary>What the statements read so far have cost; null until the end of a result is reached.</summary>
    public QueryStatistics? Statistics => _results.Statistics;

    /// <inheritdoc />
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc />
    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <inheritdoc />
    public override bool Read() =>
        Results.Rows is { } rows && (rows.TryAdvance() ?? SyncBridge.Run(() => _results.AdvanceAsync(CancellationToken.None)));

    /// <inheritdoc />
    public override Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(cancellationToken);
        }

        return Results.Rows is not { } rows ? Task.FromResult(false)
            : rows.TryAdvance() is { } moved ? Task.FromResult(moved)
            : _results.AdvanceAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override bool NextResult() => SyncBridge.Run(() => NextResultAsync(CancellationToken.None));

    /// <inheritdoc />
    public override Task<bool> NextResultAsync(CancellationToken cancellationToken) => Results.MoveNextAsync(cancellationToken);

    /// <inheritdoc />
    public override bool IsDBNull(int ordinal) => Column(ordinal).IsNull(Row);

    /// <inheritdoc />
    public override Task<bool> IsDBNullAsync(int ordinal, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<bool>(cancellationToken) : Task.FromResult(IsDBNull(ordinal));

    /// <summary>
    /// The value as a <typeparamref name="T"/>: the types of the typed getters, DateOnly, TimeOnly, TimeSpan, DateTimeOffset, Int128, BigInteger,
    /// SqlDecimal, MonthDayNano, enums, nullables, arrays and lists of them, dictionaries, <see cref="Stream"/>, <see cref="System.IO.TextReader"/>, object.
    /// </summary>
    /// <exception cref="InvalidCastException">The column can't be read so, or the value is NULL and T neither nullable, object nor DBNull.</exception>
    public override T GetFieldValue<T>(int ordinal)
    {
        var column = Column(ordinal);
        var row = Row;
        if (!column.IsNull(row))
        {
            return FieldValue.Get<T>(column, row);
        }

        return typeof(T) == typeof(object) || typeof(T) == typeof(DBNull) ? (T)(object)DBNull.Value
            : Nullable.GetUnderlyingType(typeof(T)) is not null ? default!
            : throw IsNull(column);
    }

    /// <inheritdoc />
    public override Task<T> GetFieldValueAsync<T>(int ordinal, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            return Task.FromResult(GetFieldValue<T>(ordinal));
        }
        catch (Exception error)
        {
            return Task.FromException<T>(error);
        }
    }

    /// <inheritdoc />
    public override object GetValue(int ordinal)
    {
        var column = Column(ordinal);
        return column.IsNull(Row) ? DBNull.Value : column.GetObject(Row);
    }

    /// <inheritdoc />
    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, Described().Length);
        for (var i = 0; i < count; i++)
        {
            values[i] = GetValue(i);
        }

        return count;
    }

    /// <inheritdoc />
    public override bool GetBoolean(int ordinal) => Value(ordinal).GetBoolean(Row);

    /// <inheritdoc />
    public override byte GetByte(int ordinal) => Value(ordinal).GetByte(Row);

    /// <inheritdoc />
    public override short GetInt16(int ordinal) => Value(ordinal).GetInt16(Row);

    /// <inheritdoc />
    public override int GetInt32(int ordinal) => Value(ordinal).GetInt32(Row);

    /// <inheritdoc />
    public override long GetInt64(int ordinal) => Value(ordinal).GetInt64(Row);

    /// <inheritdoc />
    public override float GetFloat(int ordinal) => Value(ordinal).GetFloat(Row);

    /// <inheritdoc />
    public override double GetDouble(int ordinal) => Value(ordinal).GetDouble(Row);

    /// <inheritdoc />
    public override decimal GetDecimal(int ordinal) => Value(ordinal).GetDecimal(Row);

    /// <inheritdoc />
    public override DateTime GetDateTime(int ordinal) => Value(ordinal).GetDateTime(Row);

    /// <inheritdoc />
    public override Guid GetGuid(int ordinal) => Value(ordinal).GetGuid(Row);

    /// <inheritdoc />
    public override string GetString(int ordinal) => Value(ordinal).GetString(Row);

    /// <summary>The character of a text that is one character long.</summary>
    public override char GetChar(int ordinal) => FieldValue.GetChar(Value(ordinal), Row);

    /// <inheritdoc />
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        Chunk.Copy(Value(ordinal).GetBytes(Row), dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc />
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Chunk.Copy(Value(ordinal).GetString(Row), dataOffset, buffer, bufferOffset, length);

    /// <summary>
    /// The bytes of a BLOB, or a text as UTF-8, where they lie: nothing is copied. The span is valid until the reader moves on or is closed.
    /// </summary>
    /// <exception cref="InvalidCastException">The column is neither, or the value is NULL.</exception>
    public ReadOnlySpan<byte> GetSpan(int ordinal) => Value(ordinal).GetSpan(Row);

    /// <summary>The bytes of a BLOB, or a text as UTF-8. A copy: the stream stays valid when the reader moves on.</summary>
    public override Stream GetStream(int ordinal) => GetFieldValue<Stream>(ordinal);

    /// <inheritdoc />
    public override System.IO.TextReader GetTextReader(int ordinal) => GetFieldValue<System.IO.TextReader>(ordinal);

    /// <summary>The type's SQL name, as the server calls it: <c>FLOAT[512]</c>, <c>DECIMAL(18,3)</c>.</summary>
    public override string GetDataTypeName(int ordinal) => Describe(ordinal).DataTypeName;

    /// <summary>The CLR type of <see cref="GetValue"/>'s results, but for NULL and for the few values that it can't hold.</summary>
    public override Type GetFieldType(int ordinal) => Describe(ordinal).ClrType;

    /// <inheritdoc />
    public override string GetName(int ordinal) => Describe(ordinal).Field.Name;

    /// <summary>The first column of this name; failing that, the first that differs in case only.</summary>
    /// <exception cref="IndexOutOfRangeException">There is none.</exception>
    public override int GetOrdinal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var columns = Described();
        var ordinal = Array.FindIndex(columns, column => column.Field.Name == name);
        if (ordinal < 0)
        {
            ordinal = Array.FindIndex(columns, column => string.Equals(column.Field.Name, name, StringComparison.OrdinalIgnoreCase));
        }

        return ordinal >= 0
            ? ordinal
            : throw new IndexOutOfRangeException(
                $"There is no column '{name}'; the result has: {string.Join(", ", columns.Select(column => column.Field.Name))}.");
    }

    /// <inheritdoc />
    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: _behavior.HasFlag(CommandBehavior.CloseConnection));

    /// <summary>Describes the columns; null for a statement without any.</summary>
    public override DataTable? GetSchemaTable() => Results.Rows is null ? null : ColumnSchema.ToTable(GetColumnSchema());

    /// <summary>Describes the columns; none for a statement without any.</summary>
    public ReadOnlyCollection<DbColumn> GetColumnSchema() => ColumnSchema.Describe(Results.Rows?.Columns ?? []);

    /// <inheritdoc />
    public override Task<ReadOnlyCollection<DbColumn>> GetColumnSchemaAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<ReadOnlyCollection<DbColumn>>(cancellationToken)
            : Task.FromResult(GetColumnSchema());

    /// <summary>Stops what still runs. Statements that have not been reached with <see cref="NextResult"/> are not executed.</summary>
    public override void Close()
    {
        if (!_isClosed)
        {
            SyncBridge.Run(CloseAsync);
        }
    }

    /// <inheritdoc cref="Close" />
    public override async Task CloseAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        try
        {
            await _results.DisposeAsync();
        }
        finally
        {
            await _onClosed();
        }
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await base.DisposeAsync();
    }

    /// <summary>Executes up to the first result.</summary>
    internal static async Task<PostModernDataReader> StartAsync(
        IAsyncEnumerator<ResultSet> results,
        RunningCommand execution,
        CommandBehavior behavior,
        Func<Task> onClosed,
        CancellationToken cancellationToken)
    {
        var reader = new PostModernDataReader(new ResultSequence(results, execution, behavior), behavior, onClosed);
        try
        {
            await reader.NextResultAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.CloseAsync();
            throw;
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    private static InvalidCastException IsNull(ColumnReader column) =>
        new($"Column '{column.Field.Name}' is NULL in this row; ask IsDBNull first, or read a nullable type.");

    private int Row => _results.Rows!.Row;

    private ResultSequence Results => _isClosed ? throw new InvalidOperationException("The reader is closed.") : _results;

    private ColumnReader[] Described() =>
        Results.Rows?.Columns
        ?? throw new InvalidOperationException("There is no result: the statement returned no columns, or all results were read.");

    private ColumnReader Describe(int ordinal) => At(Described(), ordinal);

    private static ColumnReader At(ColumnReader[] columns, int ordinal) =>
        (uint)ordinal < (uint)columns.Length
            ? columns[ordinal]
            : throw new IndexOutOfRangeException($"There is no column {ordinal}; the result has {columns.Length}.");

    /// <summary>The column, on a row.</summary>
    private ColumnReader Column(int ordinal)
    {
        if (!_isClosed && _results.Rows is { IsOnRow: true } rows)
        {
            return At(rows.Columns, ordinal);
        }

        Described();
        throw new InvalidOperationException("The reader is not on a row: call Read first, and stop when it returns false.");
    }

    /// <summary>The column, on a row where it is not null.</summary>
    private ColumnReader Value(int ordinal)
    {
        var column = Column(ordinal);
        return column.MayBeNull && column.IsNull(Row) ? throw IsNull(column) : column;
    }
}
