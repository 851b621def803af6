using PostModern.Arrow.Errors;

namespace PostModern.Models.Inference;

/// <summary>A distinct input of a column, the rows that hold it, and in the end its answer or error.</summary>
internal sealed class Question(string uri)
{
    internal string Uri { get; } = uri;

    internal List<int> Rows { get; } = [];

    /// <summary>The encoded answer.</summary>
    internal byte[]? Answer { get; set; }

    internal ServerException? Error { get; set; }

    internal bool IsCacheHit { get; set; }

    internal bool IsModelCall { get; set; }
}
