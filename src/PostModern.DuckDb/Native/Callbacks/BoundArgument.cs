using PostModern.DuckDb.Functions;
using PostModern.DuckDb.Native.Reading;
using PostModern.DuckDb.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Callbacks;

/// <summary>An argument's type and constant, from its expression.</summary>
internal static class BoundArgument
{
    public static FunctionArgument Read(ClientContextHandle client, ExpressionHandle expression)
    {
        var type = LogicalTypeReader.Take(duckdb_expression_return_type(expression));
        var arrow = ArrowMapping.ToOpenField("", type).Type;
        if (duckdb_expression_is_foldable(expression) == 0)
        {
            return new FunctionArgument(arrow, false, null);
        }

        using var error = duckdb_expression_fold(client, expression, out var value);
        using (value)
        {
            // A constant that can't be computed fails when the statement runs, in DuckDB's own words.
            return error.IsInvalid || duckdb_error_data_has_error(error) == 0
                ? new FunctionArgument(arrow, true, ValueReader.Read(value))
                : new FunctionArgument(arrow, false, null);
        }
    }
}
