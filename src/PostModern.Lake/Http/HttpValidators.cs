using System.Globalization;
using System.Net;

namespace PostModern.Lake.Http;

/// <summary>What an answer says about which state of the object it is from.</summary>
/// <param name="Etag">As it stands in the header; null for none.</param>
/// <param name="Modified">Last-Modified.</param>
/// <param name="Length">Bytes of the whole object; null when the answer doesn't say.</param>
internal sealed record HttpValidators(string? Etag, DateTimeOffset? Modified, long? Length)
{
    private const string Weak = "W/";

    /// <summary>What pins the object: a strong etag, else time and length; null when nothing does.</summary>
    /// <remarks>A weak etag stays the same while the meaning does, so that bytes may differ under it.</remarks>
    public string? Pin => StrongEtag is { } etag ? etag
        : Modified is { } time && Length is { } length ? string.Create(CultureInfo.InvariantCulture, $"last-modified:{time.ToUnixTimeSeconds():x}-{length:x}")
        : null;

    /// <summary>Without its quotes.</summary>
    private string? StrongEtag => Etag is { Length: > 0 } && !Etag.StartsWith(Weak, StringComparison.Ordinal) ? Etag.Trim('"') : null;

    public static HttpValidators Of(HttpResponseMessage answer)
    {
        var content = answer.Content.Headers;
        var length = answer.StatusCode == HttpStatusCode.PartialContent ? content.ContentRange?.Length : content.ContentLength;
        return new HttpValidators(
            answer.Headers.NonValidated.TryGetValues("ETag", out var etag) ? etag.ToString().Trim() : null, content.LastModified, length);
    }

    /// <summary>Whether another answer is about the bytes that were pinned.</summary>
    /// <param name="pin">What pins them.</param>
    /// <param name="size">Their number, where it is known.</param>
    /// <param name="modified">Their time, where it is known.</param>
    /// <remarks>Some servers tell the etag in some answers only; then time and length decide.</remarks>
    public bool Match(string pin, long? size, DateTimeOffset? modified) =>
        pin == Pin || pin == (this with { Etag = null }).Pin || (StrongEtag is null && Modified is not null && Modified == modified && (Length ?? size) == size);

    /// <summary>Whether another answer is from the same state, as far as both say.</summary>
    public bool Match(HttpValidators other) => Etag == other.Etag && Modified == other.Modified && (Length is null || other.Length is null || Length == other.Length);
}
