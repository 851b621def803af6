using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;
using PostModern.Models.Decoding;

namespace PostModern.Models.Tasks.Chat;

/// <summary>What a chat model looks at: a text, or a picture.</summary>
/// <param name="Text">The text; empty beside a picture.</param>
/// <param name="Picture">A JPEG; null for text.</param>
internal sealed record ChatInput(string Text, byte[]? Picture)
{
    // Models look at squares of about 768 pixels; more would only be sent and paid for.
    private const int LongestEdge = 1536;

    /// <summary>A text argument.</summary>
    internal static ChatInput OfText(ReadOnlyMemory<byte> utf8) => new(Encoding.UTF8.GetString(utf8.Span), null);

    /// <summary>An object: a picture as a smaller JPEG, anything else as the text that it is.</summary>
    /// <exception cref="ServerException">InvalidInput: it is neither.</exception>
    internal static ChatInput OfObject(ReadOnlyMemory<byte> content) => MediaSignatures.KindOf(content.Span) switch
    {
        MediaKind.Image => new("", ImageFiles.Thumbnail(content, LongestEdge)),
        MediaKind.Audio => throw Unsuited("sound", "transcribe(obj)"),
        MediaKind.Video => throw Unsuited("a video", "frames(obj)"),
        MediaKind.Document => content.Span.StartsWith("%PDF"u8) ? throw Unsuited("a PDF file", "pages(obj)") : new(TextDecoding.Decode(content.Span), null),
        _ => new(TextDecoding.Decode(content.Span), null),
    };

    private static ServerException Unsuited(string what, string instead) =>
        new(ErrorCode.InvalidInput, $"Chat models read texts and pictures; this is {what}. Give them what {instead} makes of it.");
}
