using PostModern.Arrow.Types;
using PostModern.DuckDb.Native;
using PostModern.DuckDb.Native.Reading;
using PostModern.DuckDb.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb;

/// <summary>The columns of a result in both worlds.</summary>
internal sealed record ResultColumns(Schema Schema, IReadOnlyList<DuckType> Types, ResultOptions Options)
{
    /// <summary>The columns of a result that has run.</summary>
    public static ResultColumns Read(ResultHandle result, ResultOptions options)
    {
        var names = new string[duckdb_column_count(result)];
        var types = new DuckType[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = NativeString.Read(duckdb_column_name(result, (ulong)i)) ?? "";
            types[i] = LogicalTypeReader.Take(duckdb_column_logical_type(result, (ulong)i));
        }

        return Create(names, types, options);
    }

    /// <summary>The columns that a planned statement will have; null while they depend on an open parameter.</summary>
    public static ResultColumns? Read(PreparedStatementHandle statement, ResultOptions options)
    {
        var names = new string[duckdb_prepared_statement_column_count(statement)];
        var types = new DuckType[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = NativeString.Take(duckdb_prepared_statement_column_name(statement, (ulong)i)) ?? "";
            types[i] = LogicalTypeReader.Take(duckdb_prepared_statement_column_logical_type(statement, (ulong)i));
        }

        // One column without a type is how DuckDB says that it can't tell any.
        return types is [{ Id: DuckDbTypeId.Invalid }] ? null : Create(names, types, options);
    }

    public BatchReader CreateReader() => new(Schema, Types, Options);

    private static ResultColumns Create(string[] names, DuckType[] types, ResultOptions options) =>
        new(new Schema(names.Zip(types, (name, type) => ArrowMapping.ToField(name, type, options))), types, options);
}
