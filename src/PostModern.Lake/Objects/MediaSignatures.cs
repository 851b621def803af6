using System.Text;

namespace PostModern.Lake.Objects;

/// <summary>Tells the kind of an object by its first bytes, whatever its name and declared type say.</summary>
public static class MediaSignatures
{
    /// <summary>How many leading bytes are looked at: markup may begin with comments.</summary>
    public const int BytesNeeded = 4096;

    private const int TransportPacket = 188;

    /// <param name="head">The object's first <see cref="BytesNeeded"/> bytes, fewer when it is shorter.</param>
    public static MediaKind KindOf(ReadOnlySpan<byte> head) =>
        IsImage(head) ? MediaKind.Image
        : IsAudio(head) ? MediaKind.Audio
        : IsVideo(head) ? MediaKind.Video
        : IsDocument(head) ? MediaKind.Document
        : MediaKind.Other;

    private static bool IsImage(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => true,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => true,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => true,
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => true,
        [(byte)'I', (byte)'I', 0x2A or 0x2B, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A or 0x2B, ..] => true,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => true,
        [0xFF, 0x0A, ..] => true, // JPEG XL, bare
        [0, 0, 0, 0x0C, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => true,
        [0, 0, 0, 0x0C, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => true,
        [0, 0, 1, 0, not 0, 0, ..] => true, // icon
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', 0, ..] => true,
        [0x76, 0x2F, 0x31, 0x01, ..] => true, // OpenEXR
        [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)'\n' or (byte)'\r' or (byte)' ' or (byte)'\t', ..] => true,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', .. var brand] => IsImageBrand(brand),
        _ => MarkupBegins(head, "<svg"),
    };

    private static bool IsAudio(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'I', (byte)'D', (byte)'3', ..] => true,
        [0xFF, var second, ..] when IsAudioFrame(second) => true,
        [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => true,
        [(byte)'R' or (byte)'r', (byte)'I' or (byte)'F', (byte)'F' or (byte)'6', (byte)'F' or (byte)'4', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => true,
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => !OggHoldsVideo(head),
        [(byte)'F', (byte)'O', (byte)'R', (byte)'M', _, _, _, _, (byte)'A', (byte)'I', (byte)'F', (byte)'F' or (byte)'C', ..] => true,
        [(byte)'M', (byte)'T', (byte)'h', (byte)'d', 0, 0, 0, 6, ..] => true,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'M', (byte)'4', (byte)'A' or (byte)'B' or (byte)'P', (byte)' ', ..] => true,
        _ => head.StartsWith("#!AMR"u8) || head.StartsWith("MAC "u8) || head.StartsWith("wvpk"u8) || head.StartsWith(".snd"u8) || head.StartsWith("caff"u8),
    };

    private static bool IsVideo(ReadOnlySpan<byte> head) => head switch
    {
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => true,
        [_, _, _, _, (byte)'m', (byte)'o', (byte)'o', (byte)'v', ..] or [_, _, _, _, (byte)'m', (byte)'d', (byte)'a', (byte)'t', ..] => true,
        [0x1A, 0x45, 0xDF, 0xA3, ..] => true, // Matroska, WebM
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'A', (byte)'V', (byte)'I', (byte)' ', ..] => true,
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => true,
        [0, 0, 1, 0xBA or 0xB3, ..] => true, // MPEG program and elementary streams
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] => true, // ASF: WMV
        [(byte)'F', (byte)'L', (byte)'V', 1, ..] => true,
        [0x47, ..] => head.Length > 2 * TransportPacket && head[TransportPacket] == 0x47 && head[2 * TransportPacket] == 0x47,
        _ => false,
    };

    private static bool IsDocument(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] or [(byte)'%', (byte)'!', (byte)'P', (byte)'S', ..] => true,
        [(byte)'{', (byte)'\\', (byte)'r', (byte)'t', (byte)'f', ..] => true,
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => true, // Word, Excel, PowerPoint up to 2003
        [(byte)'P', (byte)'K', 3, 4, ..] => IsOfficePackage(head),
        [(byte)'A', (byte)'T', (byte)'&', (byte)'T', (byte)'F', (byte)'O', (byte)'R', (byte)'M', ..] => true, // DjVu
        _ => MarkupBegins(head, "<html") || MarkupBegins(head, "<!doctype html"),
    };

    private static bool IsImageBrand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("avi"u8) || brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("mif1"u8) || brand.StartsWith("msf1"u8) || brand.StartsWith("crx "u8);

    /// <summary>The eleven bits that begin a frame of MPEG audio, with a version and layer that exist, or AAC's.</summary>
    private static bool IsAudioFrame(byte second) => second is 0xFB or 0xFA or 0xF3 or 0xF2 or 0xE3 or 0xE2 or 0xF1 or 0xF9;

    private static bool OggHoldsVideo(ReadOnlySpan<byte> head) => head[..Math.Min(head.Length, 512)].IndexOf("theora"u8) >= 0;

    /// <summary>The first members that office programs write; an e-book and OpenDocument begin with their type.</summary>
    private static bool IsOfficePackage(ReadOnlySpan<byte> head) =>
        head.Length > 30
        && head[30..] is var name
        && (name.StartsWith("[Content_Types].xml"u8) || name.StartsWith("_rels/"u8) || name.StartsWith("docProps/"u8) || name.StartsWith("word/"u8)
            || name.StartsWith("xl/"u8) || name.StartsWith("ppt/"u8) || name.StartsWith("mimetypeapplication/vnd.oasis.opendocument"u8)
            || name.StartsWith("mimetypeapplication/epub"u8));

    /// <summary>Whether a tag is the first, after declarations, comments and space.</summary>
    private static bool MarkupBegins(ReadOnlySpan<byte> head, string tag)
    {
        var text = Encoding.Latin1.GetString(head).AsSpan().TrimStart("\u00EF\u00BB\u00BF \t\r\n");
        while (text.StartsWith("<?") || text.StartsWith("<!--") || (text.StartsWith("<!") && !tag.StartsWith("<!", StringComparison.Ordinal)))
        {
            var end = text.StartsWith("<!--") ? text.IndexOf("-->") + 2 : text.IndexOf('>');
            text = end < 2 ? default : text[(end + 1)..].TrimStart();
        }

        return text.StartsWith(tag, StringComparison.OrdinalIgnoreCase);
    }
}
