using System.Globalization;
using System.Text.Json;

namespace PostModern.Models.Media.Ffmpeg;

/// <summary>The JSON that ffprobe writes about a file.</summary>
internal static class ProbeAnswer
{
    private const string Undetermined = "und";

    public static MediaInfo Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var format = document.RootElement.GetProperty("format");
        var streams = document.RootElement.GetProperty("streams").EnumerateArray().Select(Stream).ToList();
        return new MediaInfo(Container(format), Duration(format), Whole(Text(format, "bit_rate")), streams);
    }

    /// <summary>Seconds to a time; null for what ffprobe calls N/A.</summary>
    public static TimeSpan? Time(string? seconds) =>
        decimal.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < 1_000_000_000
            ? TimeSpan.FromMicroseconds((long)(value * 1_000_000)) : null;

    private static TimeSpan? Duration(JsonElement element) => Time(Text(element, "duration"));

    // One demuxer reads several formats, and is named after all of them.
    private static string Container(JsonElement format)
    {
        var names = Text(format, "format_name") ?? "unknown";
        var brand = format.TryGetProperty("tags", out var tags) ? Text(tags, "major_brand")?.Trim() : null;
        return names switch
        {
            "mov,mp4,m4a,3gp,3g2,mj2" => brand switch
            {
                "qt" => "mov",
                "M4A" or "M4B" => "m4a",
                { } mobile when mobile.StartsWith("3g", StringComparison.Ordinal) => mobile[..3] == "3g2" ? "3g2" : "3gp",
                _ => "mp4",
            },
            _ => names.Split(',')[0],
        };
    }

    private static MediaStream Stream(JsonElement stream)
    {
        var isCover = stream.TryGetProperty("disposition", out var disposition) && disposition.TryGetProperty("attached_pic", out var picture) && picture.GetInt32() == 1;
        var language = stream.TryGetProperty("tags", out var tags) ? Text(tags, "language") : null;
        return new MediaStream(
            stream.GetProperty("index").GetInt32(),
            isCover ? "attachment" : Text(stream, "codec_type"),
            Text(stream, "codec_name"),
            Number(stream, "width"),
            Number(stream, "height"),
            Text(stream, "codec_type") == "video" && !isCover ? Rate(Text(stream, "avg_frame_rate")) : null,
            (int?)Whole(Text(stream, "sample_rate")),
            Number(stream, "channels"),
            language == Undetermined ? null : language)
        {
            Duration = Duration(stream),
        };
    }

    private static double? Rate(string? fraction) =>
        fraction?.Split('/') is [var above, var below] && Whole(above) is > 0 and var a && Whole(below) is > 0 and var b ? (double)a / b : null;

    private static long? Whole(string? text) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static int? Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : null;

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
