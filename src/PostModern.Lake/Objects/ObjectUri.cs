using PostModern.Arrow.Errors;

namespace PostModern.Lake.Objects;

/// <summary>The text of object URIs: schemes, fragments, and local paths as <c>file:</c> URIs.</summary>
public static class ObjectUri
{
    private static readonly string[] s_parts = ["t=", "page=", "xywh=", "member="];

    /// <summary>The scheme in lower case; empty for a bare path.</summary>
    /// <remarks>One letter is a Windows drive, and a file name may hold a colon: only <c>file:</c> and <c>x://</c> count.</remarks>
    public static string SchemeOf(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        if (colon < 2 || !Uri.CheckSchemeName(uri[..colon]))
        {
            return "";
        }

        var scheme = uri[..colon].ToLowerInvariant();
        return scheme == "file" || uri.AsSpan(colon).StartsWith("://", StringComparison.Ordinal) ? scheme : "";
    }

    /// <summary>Splits <c>a.pdf#page=3</c> into the object and its part; a bare path has no part, since <c>#</c> is legal in names.</summary>
    /// <remarks>Keys in buckets stand in URIs as they are, so that there only <c>#t=</c>, <c>#page=</c>, <c>#xywh=</c> and <c>#member=</c> begin a part.</remarks>
    public static (string Object, string? Fragment) SplitFragment(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var hash = SchemeOf(uri) switch
        {
            "" => -1,
            "s3" => PartOfKey(uri),
            _ => uri.IndexOf('#', StringComparison.Ordinal),
        };
        return hash < 0 ? (uri, null) : (uri[..hash], uri[(hash + 1)..]);
    }

    /// <summary>Whether a fragment names a part of an object, and not a place in a page, as links have them.</summary>
    public static bool IsPart(string? fragment) =>
        fragment is not null && Array.Exists(s_parts, p => fragment.StartsWith(p, StringComparison.Ordinal));

    /// <summary>An absolute path as a URI, every segment percent-encoded.</summary>
    public static string FromPath(string absolutePath)
    {
        ArgumentNullException.ThrowIfNull(absolutePath);
        var path = Path.DirectorySeparatorChar == '\\' ? "/" + absolutePath.Replace('\\', '/') : absolutePath;
        return "file://" + EscapePath(path);
    }

    /// <summary>The absolute path that a bare path or <c>file:</c> URI means; a fragment is dropped.</summary>
    /// <param name="uri">A bare path is taken literally, a <c>file:</c> URI is percent-decoded.</param>
    /// <param name="root">Where relative paths start.</param>
    internal static string ToPath(string uri, string root) => Path.GetFullPath(ToText(uri), root);

    /// <summary>Percent-encodes what URIs reserve, leaving the separators <c>/</c> and <c>=</c> (as in <c>day=1/</c>) readable.</summary>
    internal static string EscapePath(string path) => string.Join('/', path.Split('/').Select(EscapeSegment));

    /// <summary>The path as text, still relative and with its wildcards.</summary>
    internal static string ToText(string uri)
    {
        if (uri.Contains('\0', StringComparison.Ordinal))
        {
            throw new ServerException(ErrorCode.InvalidInput, "A path can't contain a zero character.");
        }

        if (SchemeOf(uri) != "file")
        {
            return uri;
        }

        var rest = SplitFragment(uri).Object["file:".Length..];
        rest = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest;
        rest = rest.StartsWith("localhost/", StringComparison.OrdinalIgnoreCase) ? rest["localhost".Length..] : rest;
        if (!rest.StartsWith('/'))
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{uri}' is no local file URI; write file:///folder/name.");
        }

        var path = Uri.UnescapeDataString(rest);
        return Path.DirectorySeparatorChar == '\\' ? path[1..] : path;
    }

    private static int PartOfKey(string uri)
    {
        var hash = uri.LastIndexOf('#');
        var part = hash < 0 ? "" : uri[(hash + 1)..];
        return Array.Exists(s_parts, p => part.StartsWith(p, StringComparison.Ordinal)) ? hash : -1;
    }

    private static string EscapeSegment(string segment) =>
        Uri.EscapeDataString(segment).Replace("%3D", "=", StringComparison.Ordinal);
}
