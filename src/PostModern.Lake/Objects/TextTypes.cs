using System.Buffers;
using System.Text;

namespace PostModern.Lake.Objects;

/// <summary>Tells kinds of text apart by their beginning, as browsers do.</summary>
/// <remarks>WHATWG MIME Sniffing, sections 5 and 7.1: what holds a control character is no text.</remarks>
internal static class TextTypes
{
    private static readonly SearchValues<byte> s_control = SearchValues.Create([.. Enumerable.Range(0, 32).Select(b => (byte)b).Except("\t\n\f\r\u001b"u8.ToArray())]);

    private static readonly string[] s_html =
    [
        "<!doctype html", "<html", "<head", "<body", "<script", "<title", "<iframe", "<h1", "<div", "<table", "<style", "<p>", "<br",
    ];

    /// <param name="head">The object's first bytes.</param>
    /// <returns>Null for no text, and for nothing.</returns>
    public static string? FromBytes(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return "text/plain";
        }

        if (head.IsEmpty || head.ContainsAny(s_control))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF').TrimStart();
        return IsHtml(text) ? "text/html"
            : text.StartsWith("<?xml", StringComparison.Ordinal) || text.StartsWith("<svg", StringComparison.Ordinal) ? FromXml(text)
            : IsJson(text) ? "application/json"
            : "text/plain";
    }

    private static bool IsHtml(string text)
    {
        // A comment may stand before the document's type.
        var start = text.StartsWith("<!--", StringComparison.Ordinal) && text.IndexOf("-->", StringComparison.Ordinal) is var end and > 0
            ? text[(end + 3)..].TrimStart()
            : text;
        return Array.Exists(s_html, tag => start.StartsWith(tag, StringComparison.OrdinalIgnoreCase));
    }

    private static string FromXml(string text) => text.Contains("<svg", StringComparison.Ordinal) ? "image/svg+xml"
        : text.Contains("<html", StringComparison.OrdinalIgnoreCase) ? "text/html"
        : "application/xml";

    /// <summary>What follows the first brace decides: a page of prose may begin with one, too.</summary>
    private static bool IsJson(string text)
    {
        var rest = text.Length > 1 ? text.AsSpan(1).TrimStart() : [];
        return rest.Length > 0 && text[0] switch
        {
            '{' => rest[0] is '"' or '}',
            '[' => rest[0] is '"' or '{' or '[' or ']' or '-' || char.IsAsciiDigit(rest[0]) || rest.StartsWith("true") || rest.StartsWith("false") || rest.StartsWith("null"),
            _ => false,
        };
    }
}
