using PostModern.Arrow.Errors;

namespace PostModern.Models.Inference;

/// <summary>A distinct input of a column, the rows that hold it, and in the end its answer or error.</summary>
internal sealed class Question
{
    private Question(string uri, int row) => (Uri, Rows) = (uri, [row]);

    /// <summary>The object; empty for text.</summary>
    internal string Uri { get; }

    internal List<int> Rows { get; }

    /// <summary>Names the answer in the cache.</summary>
    internal InferenceKey Key { get; private init; }

    /// <summary>Where the content comes from, and what is asked of it.</summary>
    internal ModelInput? Input { get; private init; }

    /// <summary>The encoded answer.</summary>
    internal byte[]? Answer { get; private set; }

    internal ServerException? Error { get; private set; }

    /// <summary>Whether nothing is known of it: nobody has asked the model.</summary>
    internal bool IsOpen => Answer is null && Error is null;

    internal bool IsCacheHit { get; private set; }

    internal bool IsModelCall { get; private set; }

    /// <summary>What the model did for it.</summary>
    internal InferenceEffort Effort { get; private set; }

    internal static Question About(ModelInput input, InferenceKey key, int row) => new(input.Uri, row) { Key = key, Input = input };

    /// <summary>A question that is over before it is asked.</summary>
    internal static Question Failed(string uri, int row, ServerException error) => new(uri, row) { Error = error };

    internal void AnswerFromCache(byte[] answer) => (Answer, IsCacheHit) = (answer, true);

    internal void Answered(InferenceOutcome outcome) =>
        (Answer, Error, IsModelCall, Effort) = (outcome.Value, outcome.Error, outcome.WasInferred, outcome.Effort);
}
