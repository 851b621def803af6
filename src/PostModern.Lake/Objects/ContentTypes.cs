using System.Collections.Frozen;

namespace PostModern.Lake.Objects;

/// <summary>Media types by file extension and by the first bytes.</summary>
public static class ContentTypes
{
    /// <summary>How many leading bytes <see cref="FromBytes"/> looks at.</summary>
    public const int BytesNeeded = 512;

    private static readonly FrozenDictionary<string, string> ByExtension = new Dictionary<string, string>
    {
        ["jpg"] = "image/jpeg",
        ["jpeg"] = "image/jpeg",
        ["png"] = "image/png",
        ["gif"] = "image/gif",
        ["webp"] = "image/webp",
        ["avif"] = "image/avif",
        ["heic"] = "image/heic",
        ["bmp"] = "image/bmp",
        ["tif"] = "image/tiff",
        ["tiff"] = "image/tiff",
        ["svg"] = "image/svg+xml",
        ["mp3"] = "audio/mpeg",
        ["wav"] = "audio/wav",
        ["flac"] = "audio/flac",
        ["ogg"] = "audio/ogg",
        ["m4a"] = "audio/mp4",
        ["mp4"] = "video/mp4",
        ["mov"] = "video/quicktime",
        ["webm"] = "video/webm",
        ["mkv"] = "video/x-matroska",
        ["pdf"] = "application/pdf",
        ["txt"] = "text/plain",
        ["md"] = "text/markdown",
        ["csv"] = "text/csv",
        ["html"] = "text/html",
        ["htm"] = "text/html",
        ["xml"] = "application/xml",
        ["json"] = "application/json",
        ["zip"] = "application/zip",
        ["gz"] = "application/gzip",
        ["tgz"] = "application/gzip",
        ["tar"] = "application/x-tar",
        ["parquet"] = "application/vnd.apache.parquet",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The type that a path's extension stands for; null when it has none or an unknown one.</summary>
    public static string? FromExtension(string path) =>
        ByExtension.GetValueOrDefault(Path.GetExtension(path).TrimStart('.'));

    /// <summary>The type that the first bytes show; null when they show none.</summary>
    /// <param name="head">The object's first <see cref="BytesNeeded"/> bytes, fewer when it is shorter.</param>
    public static string? FromBytes(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "image/bmp",
        [(byte)'I', (byte)'I', 0x2A, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A, ..] => "image/tiff",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, .. var form] => FromRiff(form),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', .. var brand] => FromIsoBrand(brand),
        [(byte)'I', (byte)'D', (byte)'3', ..] or [0xFF, 0xFB or 0xFA or 0xF3 or 0xF2 or 0xE3 or 0xE2, ..] => "audio/mpeg",
        [0xFF, 0xF1 or 0xF9, ..] => "audio/aac",
        [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => "audio/flac",
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => "audio/ogg",
        [0x1A, 0x45, 0xDF, 0xA3, .. var header] => header[..Math.Min(header.Length, 60)].IndexOf("webm"u8) >= 0 ? "video/webm" : "video/x-matroska",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "application/pdf",
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => "application/zip",
        [0x1F, 0x8B, ..] => "application/gzip",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "application/vnd.apache.parquet",
        _ when IsTar(head) => "application/x-tar",
        _ => TextTypes.FromBytes(head),
    };

    private static bool IsTar(ReadOnlySpan<byte> head) => head.Length > 262 && head[257..].StartsWith("ustar"u8);

    private static string? FromRiff(ReadOnlySpan<byte> form) =>
        form.StartsWith("WEBP"u8) ? "image/webp"
        : form.StartsWith("WAVE"u8) ? "audio/wav"
        : form.StartsWith("AVI "u8) ? "video/x-msvideo"
        : null;

    private static string FromIsoBrand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("avif"u8) || brand.StartsWith("avis"u8) ? "image/avif"
        : brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("mif1"u8) || brand.StartsWith("msf1"u8) ? "image/heic"
        : brand.StartsWith("M4A "u8) ? "audio/mp4"
        : brand.StartsWith("qt  "u8) ? "video/quicktime"
        : "video/mp4";
}
