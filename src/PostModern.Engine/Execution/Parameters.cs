using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb;

namespace PostModern.Engine.Execution;

/// <summary>Binds a statement's parameters to a part of it, which may use only some of them.</summary>
internal static class Parameters
{
    /// <param name="prepared">The part.</param>
    /// <param name="all">The whole statement's parameters, in the order of the columns of <paramref name="values"/>.</param>
    /// <param name="values">Null when the client sent none.</param>
    /// <param name="row">The row to bind.</param>
    /// <exception cref="ServerException">InvalidInput: too few values.</exception>
    public static void Bind(PreparedStatement prepared, Schema all, RecordBatch? values, int row)
    {
        var wanted = prepared.ParameterSchema.Fields;
        for (var i = 0; i < wanted.Count; i++)
        {
            var column = all.Fields.IndexOf(wanted[i].Name);
            if (values is null || column >= values.Columns.Length || row >= values.Length)
            {
                throw new ServerException(
                    ErrorCode.InvalidInput,
                    $"The statement has {all.Fields.Count} parameters, but {values?.Columns.Length ?? 0} values were given; ${wanted[i].Name} has none.");
            }

            prepared.Bind(i, values.Columns[column], row);
        }
    }
}
