using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Objects;

/// <summary>Bytes as text, in whichever encoding they are.</summary>
/// <remarks>
/// In this order: a byte order mark; what HTML or XML declares; UTF-8, if all bytes are; UTF-16, if the zero bytes stand as in it; otherwise
/// Windows-1252, in which every byte has a meaning. Zero bytes in anything else mean that it is no text.
/// </remarks>
public static partial class TextDecoding
{
    /// <summary>Where HTML and XML declare their encoding.</summary>
    private const int DeclarationBytes = 1024;

    /// <summary>How much is looked at to tell UTF-16 by its zero bytes.</summary>
    private const int SampleBytes = 64 * 1024;

    private static readonly Encoding s_utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    static TextDecoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="ServerException">InvalidInput: binary, or not valid in the encoding that it claims.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var (encoding, skipped) = Detect(bytes);
        try
        {
            var text = encoding.GetString(bytes[skipped..]);
            return text.Contains('\0', StringComparison.Ordinal) ? throw Binary() : text;
        }
        catch (DecoderFallbackException e)
        {
            throw new ServerException(
                ErrorCode.InvalidInput, $"The text claims to be {encoding.WebName}, and isn't at byte {skipped + e.Index}. Read it with read_bytes.", e);
        }
    }

    /// <summary>The encoding, and the bytes of its mark.</summary>
    internal static (Encoding Encoding, int Skipped) Detect(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (s_utf8, 3),
        [0xFF, 0xFE, 0, 0, ..] => (new UTF32Encoding(bigEndian: false, true, throwOnInvalidCharacters: true), 4),
        [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, true, throwOnInvalidCharacters: true), 4),
        [0xFF, 0xFE, ..] => (Utf16(bigEndian: false), 2),
        [0xFE, 0xFF, ..] => (Utf16(bigEndian: true), 2),
        _ => (Unmarked(bytes), 0),
    };

    private static Encoding Unmarked(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0))
        {
            var encoding = bytes.Length % 2 == 0 ? Utf16ByZeros(bytes[..Math.Min(bytes.Length, SampleBytes)]) : null;
            return encoding ?? throw Binary();
        }

        return Declared(bytes[..Math.Min(bytes.Length, DeclarationBytes)])
            ?? (Utf8.IsValid(bytes) ? s_utf8 : Encoding.GetEncoding(1252));
    }

    /// <summary>Most of a text's UTF-16 units are below 256 somewhere, so that zeros stand at the odd places, or all at the even ones.</summary>
    private static UnicodeEncoding? Utf16ByZeros(ReadOnlySpan<byte> sample)
    {
        Span<int> zeros = [0, 0];
        for (var i = 0; i < sample.Length; i++)
        {
            zeros[i & 1] += sample[i] == 0 ? 1 : 0;
        }

        // A text in a foreign script still has spaces and line ends; a zero at a place of the other kind is rare in any.
        var units = sample.Length / 2;
        return (zeros[0], zeros[1]) switch
        {
            (0, var odd) when odd * 20 > units => Utf16(bigEndian: false),
            (var even, 0) when even * 20 > units => Utf16(bigEndian: true),
            _ => null,
        };
    }

    private static UnicodeEncoding Utf16(bool bigEndian) => new(bigEndian, byteOrderMark: true, throwOnInvalidBytes: true);

    private static Encoding? Declared(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head);
        var start = text.AsSpan().TrimStart();
        var match = start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) ? XmlDeclaration().Match(text)
            : start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.Contains("<html", StringComparison.OrdinalIgnoreCase) ? HtmlDeclaration().Match(text)
            : Match.Empty;
        return match.Success ? Named(match.Groups[1].Value) : null;
    }

    /// <summary>A declared UTF-16 can't be true: the declaration was read byte by byte. An unknown name is as good as none.</summary>
    private static Encoding? Named(string name)
    {
        try
        {
            var encoding = Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return encoding is UnicodeEncoding or UTF32Encoding ? null
                : encoding.CodePage is 28591 or 20127 ? Encoding.GetEncoding(1252) // As browsers do: nobody means the control characters.
                : encoding;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static ServerException Binary() => new(ErrorCode.InvalidInput, "The bytes are not text. Read them with read_bytes.");

    [GeneratedRegex("""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex XmlDeclaration();

    [GeneratedRegex("""<meta[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlDeclaration();
}
