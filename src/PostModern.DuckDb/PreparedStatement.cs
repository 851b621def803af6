using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Native;
using PostModern.DuckDb.Native.Writing;
using PostModern.DuckDb.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb;

/// <summary>A planned statement, to be run any number of times on its connection.</summary>
public sealed class PreparedStatement : IDisposable
{
    // Each loses the reason in up to 12 % of its runs, measured with two threads; a result that isn't streamed never does, and takes memory for all rows.
    private const int MostAttempts = 10;
    private readonly Connection _connection;
    private readonly PreparedStatementHandle _handle;
    private readonly ResultOptions _options;
    private readonly DuckDbTypeId[] _parameters;

    internal PreparedStatement(Connection connection, PreparedStatementHandle handle, ResultOptions options)
    {
        _connection = connection;
        _handle = handle;
        _options = options;
        (ParameterSchema, _parameters) = ReadParameters(handle);
        Kind = (StatementKind)duckdb_prepared_statement_type(handle);
        var columns = ResultColumns.Read(handle, options);
        IsSchemaKnown = columns is not null;
        ReturnsRows = columns is null ? !CanCount() : !IsStatus(columns);
        Schema = columns is not null && ReturnsRows ? columns.Schema : new Schema();
    }

    /// <summary>The result's columns; none for a statement without rows, and none while <see cref="IsSchemaKnown"/> is false.</summary>
    public Schema Schema { get; }

    /// <summary>False for statements such as <c>SELECT ?</c>, whose columns follow from their parameters: the result knows them.</summary>
    public bool IsSchemaKnown { get; }

    public StatementKind Kind { get; }

    /// <summary>Whether the statement answers with rows, not with a count or a plain success.</summary>
    /// <remarks>DuckDB says so only once the statement has run; this is told by the columns' names. <c>INSERT … RETURNING "Count"</c> is mistaken,
    /// and so is a RETURNING whose columns follow from parameters.</remarks>
    public bool ReturnsRows { get; }

    /// <summary>One field a parameter, by its name or number; <see cref="NullType"/> where DuckDB doesn't know the type yet.</summary>
    public Schema ParameterSchema { get; }

    /// <summary>Sets a parameter to one value of a column; the value is copied, and cast to what the statement needs when it runs.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="column">Any type that DuckDB has.</param>
    /// <param name="row">The value's row.</param>
    /// <exception cref="ServerException">Unsupported: DuckDB has no such type. InvalidInput: the value is out of DuckDB's range.</exception>
    public void Bind(int index, Column column, int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ParameterSchema.Fields.Count);
        using var value = CreateValue(index, column, row);
        if (duckdb_bind_value(_handle, (ulong)index + 1, value) == DuckDbState.Error)
        {
            throw _connection.Failure(NativeString.Read(duckdb_prepare_error(_handle)), CancellationToken.None);
        }
    }

    /// <summary>Starts the statement; it runs as its result is read. Where <see cref="IsSchemaKnown"/> is false, it runs up to its first rows here.</summary>
    /// <param name="cancellation">Stops it, whenever that is.</param>
    /// <exception cref="InvalidOperationException">The connection has an open result.</exception>
    /// <exception cref="DuckDbException">The statement can't be planned with these parameters.</exception>
    public ResultStream Execute(CancellationToken cancellation) => Execute(FindCause, cancellation);

    public void Dispose() => _handle.Dispose();

    private ValueHandle CreateValue(int index, Column column, int row)
    {
        try
        {
            return column.Type is TimeType && !column.IsNull(row) && _parameters[index] == DuckDbTypeId.Time
                ? TemporalValueWriter.CreateTime(column, row)
                : ValueWriter.Create(column, row);
        }
        catch (OverflowException e)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"Parameter '{ParameterSchema.Fields[index].Name}': {e.Message}", e);
        }
    }

    private ResultStream Execute(Func<DuckDbException, CancellationToken, Exception>? findCause, CancellationToken cancellation)
    {
        _connection.Begin(cancellation);
        if (duckdb_pending_prepared_streaming(_handle, out var pending) == DuckDbState.Success)
        {
            var stream = new ResultStream(_connection, pending, Schema, _options, findCause, cancellation);
            if (!IsSchemaKnown)
            {
                stream.Start(cancellation);
            }

            return stream;
        }

        using (pending)
        {
            throw _connection.Failure(NativeString.Read(duckdb_pending_error(pending)), cancellation);
        }
    }

    /// <summary>
    /// Runs a query that has failed once more, to learn why. Statements that might change something are not repeated, but for CREATE TABLE AS: one
    /// that failed has made nothing.
    /// </summary>
    private Exception FindCause(DuckDbException error, CancellationToken cancellation)
    {
        var mayRepeat = Kind is StatementKind.Select or StatementKind.Copy or StatementKind.Create;
        for (var attempt = 0; mayRepeat && attempt < MostAttempts && !_handle.IsClosed; attempt++)
        {
            try
            {
                using var again = Execute(findCause: null, cancellation);
                again.Complete();
                mayRepeat = Kind != StatementKind.Create;
            }
            catch (DuckDbException cause) when (!_connection.IsSecondHand(cause, cancellation))
            {
                return cause;
            }
            catch (DuckDbException)
            {
                // Second-hand again.
            }
            catch (ServerException cause)
            {
                return cause;
            }
        }

        return new DuckDbException(
            DuckDbErrorType.Internal, "A part of the statement failed, and DuckDB lost the reason. Run it again to see it.", null, error);
    }

    private bool IsStatus(ResultColumns columns)
    {
        if (columns.Types is not [var only])
        {
            return columns.Types.Count == 0;
        }

        var name = columns.Schema.Fields[0].Name;
        return (name == "Count" && only.Id == DuckDbTypeId.BigInt && CanCount())
            || (name == "Success" && only.Id == DuckDbTypeId.Boolean && Kind is not (StatementKind.Select or StatementKind.Call));
    }

    private bool CanCount() => Kind is StatementKind.Insert or StatementKind.Update or StatementKind.Delete or StatementKind.Merge
        or StatementKind.Create or StatementKind.Copy or StatementKind.Prepare;

    private static (Schema Schema, DuckDbTypeId[] Types) ReadParameters(PreparedStatementHandle handle)
    {
        var fields = new Field[duckdb_nparams(handle)];
        var types = new DuckDbTypeId[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            using var type = duckdb_param_logical_type(handle, (ulong)i + 1);
            var name = NativeString.Take(duckdb_parameter_name(handle, (ulong)i + 1)) ?? throw new ServerException(
                ErrorCode.InvalidInput, "The numbers of the statement's parameters have a gap; DuckDB binds them only as $1, $2, $3 and so on.");
            var known = type.IsInvalid ? new DuckType(DuckDbTypeId.Invalid) : LogicalTypeReader.Read(type);
            types[i] = known.Id;
            fields[i] = ArrowMapping.ToOpenField(name, known);
        }

        return (new Schema(fields), types);
    }
}
