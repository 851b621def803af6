using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb;

namespace PostModern.Engine.Execution;

/// <summary>Binds a statement's parameters to a part of it, which may use only some of them.</summary>
internal static class Parameters
{
    /// <summary>Binds a whole statement.</summary>
    /// <inheritdoc cref="Bind"/>
    public static void BindAll(PreparedStatement prepared, RecordBatch? values, int row) =>
        Bind(prepared, [.. prepared.ParameterSchema.Fields.Select(f => f.Name)], prepared.ParameterSchema, values, row);

    /// <summary>Binds a part of a statement.</summary>
    /// <param name="prepared">The part.</param>
    /// <param name="names">What the part's parameters are called in the whole statement, in the part's order.</param>
    /// <param name="all">The whole statement's parameters, in the order of the columns of <paramref name="values"/>.</param>
    /// <param name="values">Null when the client sent none.</param>
    /// <param name="row">The row to bind.</param>
    /// <exception cref="ServerException">InvalidInput: too few values.</exception>
    public static void Bind(PreparedStatement prepared, IReadOnlyList<string> names, Schema all, RecordBatch? values, int row)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var column = all.Fields.IndexOf(names[i]);
            if (values is null || column >= values.Columns.Length || row >= values.Length)
            {
                throw new ServerException(
                    ErrorCode.InvalidInput,
                    $"The statement has {all.Fields.Count} parameters, but {values?.Columns.Length ?? 0} values were given; ${names[i]} has none.");
            }

            prepared.Bind(i, values.Columns[column], row);
        }
    }
}
