using PostModern.Arrow.Errors;

namespace PostModern.Models.Media;

/// <summary>The parts of one object.</summary>
/// <param name="Rows">Those that there are; what is wrong is a row with an error, never a row that is missing.</param>
/// <param name="Failure">What is wrong, once for the whole object; null when nothing is.</param>
public sealed record PartList(IReadOnlyList<PartRow> Rows, ServerException? Failure)
{
    /// <summary>The one row of an object that has no parts that can be told.</summary>
    public static PartList Failed(ServerException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new PartList([new PartRow(null, null, null, null, null, failure.Message)], failure);
    }
}
