using System.Text.RegularExpressions;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Hub;

/// <summary>A repository of a model hub, and which of its revisions: <c>hf://org/repo@revision</c>.</summary>
/// <param name="Repository"><c>org/repo</c>.</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
public sealed partial record HubReference(string Repository, string Revision)
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
            throw new ServerException(ErrorCode.InvalidInput, $"'{uri}' is no repository of models. Write hf://org/repo or hf://org/repo@revision.");
        }

        return new HubReference(match.Groups["repository"].Value, match.Groups["revision"] is { Success: true } revision ? revision.Value : DefaultRevision);
    }

    public override string ToString() => $"{Scheme}{Repository}@{Revision}";

    [GeneratedRegex(@"^(?<repository>([\w.-]+/)?[\w.-]+)(@(?<revision>[\w./-]+))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
