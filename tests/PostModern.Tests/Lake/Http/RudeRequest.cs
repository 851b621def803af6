namespace PostModern.Tests.Lake.Http;

/// <summary>What a client asked.</summary>
public sealed record RudeRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The asked range; null for the whole. The end is null for an open one.</summary>
    public (int From, int? To)? Range
    {
        get
        {
            if (!Headers.TryGetValue("Range", out var range))
            {
                return null;
            }

            var ends = range["bytes=".Length..].Split('-');
            return (int.Parse(ends[0]), ends[1].Length > 0 ? int.Parse(ends[1]) : null);
        }
    }
}
