using System.Globalization;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>TIME WITH TIME ZONE: 40 bits of microseconds over 24 bits of offset, as <c>12:34:56.5+02:00</c>.</summary>
internal sealed unsafe class ZonedTimeReader : FormattingReader
{
    // Offsets are stored upside down, so that equal instants sort by their offset.
    private const int LargestOffset = (16 * 60 * 60) - 1;

    protected override void Format(int row)
    {
        var bits = ((ulong*)Data)[row];
        var micros = (long)(bits >> 24);
        var offset = LargestOffset - (int)(bits & 0xFFFFFF);
        Write(FormatTime(micros) + FormatOffset(offset));
    }

    private static string FormatTime(long micros)
    {
        var seconds = micros / 1_000_000;
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        var fraction = micros % 1_000_000;
        return fraction == 0 ? text : text + "." + fraction.ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0');
    }

    private static string FormatOffset(int seconds)
    {
        var sign = seconds < 0 ? '-' : '+';
        seconds = Math.Abs(seconds);
        var text = string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds / 3600:00}:{seconds / 60 % 60:00}");
        return seconds % 60 == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $":{seconds % 60:00}");
    }
}
