using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Inference;

/// <summary>Texts as inputs: the text is its own identity.</summary>
internal sealed class TextInputs : IInputReader
{
    public ArrowType Type => ArrowTypes.Utf8;

    public string UriOf(Column column, int row) => string.Empty;

    public ValueTask<ModelInput?> ReadAsync(Column column, int row, CancellationToken cancellationToken)
    {
        if (column.IsNull(row))
        {
            return new((ModelInput?)null);
        }

        // A copy: a cancelled query frees its column while a job may still be in the pipeline.
        var text = column.GetBytes(row).ToArray();
        return new(new ModelInput(string.Empty, text, new ContentSource(_ => new(text), text.Length)));
    }
}
