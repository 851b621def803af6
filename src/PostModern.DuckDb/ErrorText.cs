using System.Globalization;
using System.Text.Json;

namespace PostModern.DuckDb;

/// <summary>What DuckDB says about a failure: JSON where the connection asks for it, <c>Binder Error: …</c> elsewhere.</summary>
internal readonly record struct ErrorText(DuckDbErrorType Type, string Message, int? Position)
{
    public static ErrorText Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new ErrorText(DuckDbErrorType.Invalid, "DuckDB failed without saying why.", null);
        }

        // Parser errors put their class before the JSON.
        var json = text.IndexOf("{\"exception_type\"", StringComparison.Ordinal);
        return json >= 0 && TryParseJson(text[json..], out var error) ? error : ParsePlain(text);
    }

    private static bool TryParseJson(string text, out ErrorText error)
    {
        error = default;
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var position = root.TryGetProperty("position", out var at)
                && int.TryParse(at.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : (int?)null;
            error = new ErrorText(
                ParseType(root.GetProperty("exception_type").GetString()),
                root.GetProperty("exception_message").GetString() ?? text,
                position);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ErrorText ParsePlain(string text)
    {
        const string Marker = " Error: ";
        var end = text.IndexOf(Marker, StringComparison.Ordinal);
        return end < 0
            ? new ErrorText(DuckDbErrorType.Invalid, text, null)
            : new ErrorText(ParseType(text[..end]), text[(end + Marker.Length)..], null);
    }

    private static DuckDbErrorType ParseType(string? name)
    {
        var compact = name?.Replace(" ", "", StringComparison.Ordinal);
        return Enum.TryParse<DuckDbErrorType>(compact, ignoreCase: true, out var type) ? type : DuckDbErrorType.Invalid;
    }
}
