using System.Text.Json;
using PostModern.Arrow.Arrays;
using PostModern.Models.Signatures;

namespace PostModern.Models.Inference;

/// <summary>The rows of a call: what the model looks at, and what is asked of it.</summary>
internal sealed class RowInputs(TaskSignature signature, IInputReader reader)
{
    private readonly int[] _arguments =
        [.. signature.Parameters.Index().Where(p => p.Item.Role == ParameterRole.Argument).Select(p => p.Index)];

    /// <summary>How an error names the input in a row; empty for text.</summary>
    public string UriOf(IReadOnlyList<Column> columns, int row) => reader.UriOf(columns[signature.InputIndex], row);

    /// <summary>The input in a row; null where it or an argument is NULL. It does not refer to the columns' memory.</summary>
    /// <exception cref="PostModern.Arrow.Errors.ServerException">This row's input can't be used.</exception>
    public async ValueTask<ModelInput?> ReadAsync(IReadOnlyList<Column> columns, int row, CancellationToken cancellationToken)
    {
        foreach (var argument in _arguments)
        {
            if (columns[argument].IsNull(row))
            {
                return null;
            }
        }

        // The arguments are read before anything is awaited: the columns are the caller's.
        object[] arguments = [.. _arguments.Select(a => ColumnValue.Get(columns[a], row)!)];
        var input = await reader.ReadAsync(columns[signature.InputIndex], row, cancellationToken);
        return input is null || arguments.Length == 0
            ? input
            : input with { Arguments = arguments, Identity = [.. BitConverter.GetBytes(input.Identity.Length), .. input.Identity, .. JsonSerializer.SerializeToUtf8Bytes(arguments)] };
    }
}
