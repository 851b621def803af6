using System.Text;

namespace PostModern.Tests.Lake.Http;

/// <summary>An answer, which by default is that of a good server.</summary>
public sealed record RudeAnswer
{
    public int Status { get; init; } = 200;

    public byte[] Body { get; init; } = [];

    /// <summary>Lines such as <c>ETag: "1"</c>, beside those that follow from the rest.</summary>
    public string[] Headers { get; init; } = [];

    /// <summary>Whether asked ranges are answered.</summary>
    public bool HasRanges { get; init; } = true;

    /// <summary>What Content-Length says; null for the truth, negative for no such header.</summary>
    public int? Length { get; init; }

    /// <summary>Before the first byte.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>After each byte of the body; zero sends it in one piece.</summary>
    public TimeSpan Drip { get; init; }

    /// <summary>Bytes of the body after which nothing more comes; null for all.</summary>
    public int? CutAt { get; init; }

    /// <summary>Ends the connection properly after the answer.</summary>
    public bool Closes { get; init; }

    /// <summary>Ends the connection improperly after the answer.</summary>
    public bool Resets { get; init; }

    public static RudeAnswer Of(byte[] body, params string[] headers) => new() { Body = body, Headers = headers };

    public static RudeAnswer Of(string body, params string[] headers) => Of(Encoding.UTF8.GetBytes(body), headers);

    public static RudeAnswer Only(int status, params string[] headers) => new() { Status = status, Headers = headers };

    public static RudeAnswer Redirect(string location, int status = 302) => Only(status, $"Location: {location}");

    public string Head(RudeRequest request)
    {
        var range = RangeOf(request);
        var lines = new List<string> { $"HTTP/1.1 {(range is null ? Status : 206)} Whatever" };
        if (range is { } r)
        {
            lines.Add($"Content-Range: bytes {r.From}-{r.To}/{Body.Length}");
        }

        if (Length is null or >= 0)
        {
            lines.Add($"Content-Length: {Length ?? (range is { } w ? w.To - w.From + 1 : Body.Length)}");
        }

        return string.Join("\r\n", lines.Concat(Headers)) + "\r\n\r\n";
    }

    public IEnumerable<byte[]> Parts(RudeRequest request)
    {
        var body = RangeOf(request) is { } range ? Body[range.From..(range.To + 1)] : Body;
        body = CutAt < body.Length ? body[..CutAt.Value] : body;
        return Drip > TimeSpan.Zero ? body.Select(b => new[] { b }) : [body];
    }

    private (int From, int To)? RangeOf(RudeRequest request) =>
        HasRanges && Status == 200 && request.Range is { } range && range.From < Body.Length
            ? (range.From, Math.Min(range.To ?? int.MaxValue, Body.Length - 1))
            : null;
}
