namespace PostModern.Models.Inference;

/// <summary>Answers by their keys (see <see cref="InferenceKeys"/>).</summary>
internal interface IAnswerCache
{
    /// <summary>The answers that are known.</summary>
    Task<IReadOnlyDictionary<string, byte[]>> GetManyAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Keeps answers.</summary>
    Task PutManyAsync(IReadOnlyCollection<KeyValuePair<string, byte[]>> answers, CancellationToken cancellationToken);
}
