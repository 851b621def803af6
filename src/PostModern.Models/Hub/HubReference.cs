using System.Text.RegularExpressions;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Hub;

/// <summary>A repository of a model hub, which of its revisions, and which variant of its networks: <c>hf://org/repo@revision?dtype=q8</c>.</summary>
/// <param name="Repository"><c>org/repo</c>.</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
/// <param name="Precision">The variant; null where the address names none.</param>
public sealed partial record HubReference(string Repository, string Revision, string? Precision = null)
{
    private const string Scheme = "hf://";
    private const string DefaultRevision = "main";
    private const int CommitLength = 40;

    /// <summary>Whether the revision is a commit, which always means the same files.</summary>
    public bool IsPinned => Revision.Length == CommitLength && Revision.All(char.IsAsciiHexDigitLower);

    /// <summary>The repository's name without its owner, as a model is called unless told otherwise.</summary>
    public string Name => Repository[(Repository.LastIndexOf('/') + 1)..].ToLowerInvariant();

    /// <exception cref="ServerException">InvalidInput: it is no such address.</exception>
    public static HubReference Parse(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var match = uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? Address().Match(uri[Scheme.Length..]) : Match.Empty;
        if (!match.Success || uri.Contains("..", StringComparison.Ordinal))
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{uri}' is no repository of models. Write hf://org/repo, hf://org/repo@revision or hf://org/repo?dtype=q8.");
        }

        return new HubReference(
            match.Groups["repository"].Value,
            match.Groups["revision"] is { Success: true } revision ? revision.Value : DefaultRevision,
            match.Groups["precision"] is { Success: true } precision ? precision.Value : null);
    }

    public override string ToString() => $"{Scheme}{Repository}@{Revision}{(Precision is null or HubOptions.DefaultPrecision ? "" : $"?dtype={Precision}")}";

    [GeneratedRegex(@"^(?<repository>([\w.-]+/)?[\w.-]+)(@(?<revision>[\w./-]+))?(\?dtype=(?<precision>\w+))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
