using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Parts;

/// <summary>The way from an object to a part of it: steps from left to right, each within what the one before gave.</summary>
/// <remarks><c>member=a.pdf&amp;page=2&amp;xywh=0,0,64,64</c> is a corner of the second page of a file in an archive.</remarks>
public static class ObjectFragment
{
    /// <summary>More would only serve archives that hold themselves.</summary>
    private const int MostSteps = 8;

    private const string Allowed =
        "A part is named by t=10,20 or t=10 (seconds, or hh:mm:ss), page=3, xywh=x,y,w,h (pixels, or percent:x,y,w,h) or member=name; & leads to a part of the part.";

    /// <param name="fragment">What stands behind the <c>#</c>.</param>
    /// <exception cref="ServerException">InvalidInput: a step that there isn't, or a value that it doesn't take.</exception>
    public static IReadOnlyList<FragmentStep> Parse(string fragment)
    {
        ArgumentNullException.ThrowIfNull(fragment);
        var texts = fragment.Split('&');
        return texts.Length <= MostSteps
            ? [.. texts.Select(text => ParseStep(text) ?? throw new ServerException(ErrorCode.InvalidInput, $"'#{fragment}': '{text}' names no part. {Allowed}"))]
            : throw new ServerException(ErrorCode.InvalidInput, $"'#{fragment}' has {texts.Length} steps; parts of parts go {MostSteps} deep.");
    }

    private static FragmentStep? ParseStep(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var value = text[(equals + 1)..];
        return (equals < 0 ? "" : text[..equals]) switch
        {
            "t" => MediaTime.ParseRange(Uri.UnescapeDataString(value)),
            "page" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 ? new PageStep(page) : null,
            "xywh" => ParseArea(Uri.UnescapeDataString(value)),
            "member" => value.Length > 0 ? new MemberStep(Uri.UnescapeDataString(value)) : null,
            _ => null,
        };
    }

    private static AreaStep? ParseArea(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        var unit = colon < 0 ? "pixel" : value[..colon];
        var numbers = value[(colon + 1)..].Split(',');
        var style = unit == "percent" ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
        var parsed = new double[4];
        if (unit is not ("pixel" or "percent") || numbers.Length != parsed.Length)
        {
            return null;
        }

        for (var i = 0; i < parsed.Length; i++)
        {
            if (!double.TryParse(numbers[i], style, CultureInfo.InvariantCulture, out parsed[i]))
            {
                return null;
            }
        }

        return parsed[2] > 0 && parsed[3] > 0 ? new AreaStep(parsed[0], parsed[1], parsed[2], parsed[3], unit == "percent") : null;
    }
}
