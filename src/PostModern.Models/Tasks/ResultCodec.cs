using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Models.Tasks;

/// <summary>How a task's answers travel: as compact bytes through pipeline and cache, as a column to SQL.</summary>
internal abstract class ResultCodec
{
    /// <summary>The SQL column's type.</summary>
    internal abstract ArrowType Type { get; }

    /// <summary>Adds one answer as a row.</summary>
    /// <param name="builder">Made for <see cref="Type"/>.</param>
    /// <param name="encoded">As the task encoded it.</param>
    internal abstract void Append(ColumnBuilder builder, ReadOnlySpan<byte> encoded);
}
