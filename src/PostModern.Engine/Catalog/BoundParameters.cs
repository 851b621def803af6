using System.Globalization;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Catalog;

/// <summary>The values that a statement is executed with, as far as they decide which versions it reads.</summary>
internal sealed class BoundParameters
{
    private readonly Schema _names;
    private readonly RecordBatch _values;

    private BoundParameters(Schema names, RecordBatch values)
    {
        _names = names;
        _values = values;
    }

    /// <param name="names">The statement's parameters, in the order of the columns of <paramref name="values"/>.</param>
    /// <param name="values">A row a run; null for none.</param>
    public static BoundParameters? Of(Schema names, RecordBatch? values) => values is { Length: > 0 } ? new BoundParameters(names, values) : null;

    /// <summary>The value of a parameter, the same in all rows: the versions that a statement reads are found once, for all its runs.</summary>
    /// <param name="name">Without $.</param>
    /// <exception cref="ServerException">InvalidInput: it has no value, or NULL, or several.</exception>
    public object Get(string name)
    {
        var index = _names.Fields.IndexOf(name);
        if (index < 0 || index >= _values.Columns.Length)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The version to read is given as ${name}, which has no value.");
        }

        var column = _values.Columns[index];
        var value = ColumnValue.Get(column, 0)
            ?? throw new ServerException(ErrorCode.InvalidInput, $"The version to read is given as ${name}, which is NULL.");
        for (var row = 1; row < column.Length; row++)
        {
            if (!value.Equals(ColumnValue.Get(column, row)))
            {
                throw new ServerException(
                    ErrorCode.InvalidInput, $"The version to read is given as ${name}, which must be the same in all rows that are bound at once.");
            }
        }

        return value;
    }

    /// <summary>The value of a parameter as a SQL literal.</summary>
    /// <inheritdoc cref="Get"/>
    public string GetLiteral(string name) => Get(name) switch
    {
        string text => SqlText.Literal(text),
        DateTimeOffset time => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMPTZ '{time.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}+00'"),
        DateTime time => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP '{time:yyyy-MM-dd HH:mm:ss.ffffff}'"),
        DateOnly date => string.Create(CultureInfo.InvariantCulture, $"DATE '{date:yyyy-MM-dd}'"),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => throw new ServerException(ErrorCode.InvalidInput, $"${name} is a {other.GetType().Name}, which says no time."),
    };
}
