using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Inference;

/// <summary>Takes a model's inputs out of a column.</summary>
internal interface IInputReader
{
    /// <summary>The columns that it reads.</summary>
    ArrowType Type { get; }

    /// <summary>How an error names the input in a row; empty for text.</summary>
    string UriOf(Column column, int row);

    /// <summary>The input in a row; null for NULL. It does not refer to the column's memory.</summary>
    /// <exception cref="PostModern.Arrow.Errors.ServerException">This row's input can't be used.</exception>
    ValueTask<ModelInput?> ReadAsync(Column column, int row, CancellationToken cancellationToken);
}
