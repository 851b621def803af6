using PostModern.Arrow.Errors;
using PostModern.Models.Signatures;

namespace PostModern.Models.Catalog;

/// <summary>All that models can be asked to do, and how each family of models does it.</summary>
internal static class TaskCatalog
{
    internal static IReadOnlyList<TaskImplementation> Implementations { get; } =
    [
        .. PictureTasks.All,
        .. EmbeddingTasks.All,
        .. ClassificationTasks.All,
        .. JudgementTasks.All,
        .. SpeechTasks.All,
        .. TransformerTasks.All,
        .. ChatTasks.All,
        .. RemoteTasks.All,
    ];

    internal static IReadOnlyList<TaskSignature> Signatures { get; } = [.. Implementations.Select(i => i.Signature).Distinct()];

    /// <summary>The shortest signature of a function that takes such input.</summary>
    /// <exception cref="ServerException">NotFound: no such function. InvalidInput: it doesn't take such input.</exception>
    internal static TaskSignature Find(string function, InputKind input)
    {
        var named = Signatures.Where(s => s.Function.Equals(function, StringComparison.OrdinalIgnoreCase)).OrderBy(s => s.Parameters.Count).ToList();
        if (named.Count == 0)
        {
            var known = string.Join(", ", Signatures.Select(s => s.Function).Distinct());
            throw new ServerException(ErrorCode.NotFound, $"There is no model task '{function}'. There are: {known}.");
        }

        return named.Find(s => input == InputKind.Either || s.Input == input) ?? throw named[0].Invalid("takes an OBJECT, not text.");
    }
}
