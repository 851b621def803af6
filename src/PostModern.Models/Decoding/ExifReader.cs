using System.Globalization;

namespace PostModern.Models.Decoding;

/// <summary>Reads what EXIF says about a picture.</summary>
internal static class ExifReader
{
    private const int ExifPointer = 0x8769;
    private const int GpsPointer = 0x8825;

    /// <param name="exif">The block as JPEG, PNG and WebP have it, with or without its <c>Exif</c> mark; or a TIFF file.</param>
    /// <returns>Null when it says nothing.</returns>
    public static ImageExif? Read(ReadOnlyMemory<byte> exif)
    {
        var isMarked = exif.Span.StartsWith("Exif\0\0"u8);
        if (ExifDirectory.First(isMarked ? exif[6..] : exif) is not { } image)
        {
            return null;
        }

        var photo = image.Inner(ExifPointer);
        var gps = image.Inner(GpsPointer);
        var read = new ImageExif
        {
            Make = image.Text(0x010F),
            Model = image.Text(0x0110),
            Lens = photo.Text(0xA434),
            Software = image.Text(0x0131),
            Taken = Time(photo.Text(0x9003) ?? photo.Text(0x9004) ?? image.Text(0x0132), photo.Text(0x9291)),
            ExposureTime = photo.Number(0x829A),
            FNumber = photo.Number(0x829D),
            Iso = photo.Number(0x8827) is { } iso ? (int)iso : null,
            FocalLength = photo.Number(0x920A),
            Latitude = Degrees(gps, 1, 90, 'S'),
            Longitude = Degrees(gps, 3, 180, 'W'),
            Altitude = gps.Number(6) is { } metres ? gps.Number(5) == 1 ? -metres : metres : null,
        };
        return read == new ImageExif() ? null : read;
    }

    /// <summary>Degrees, minutes and seconds in the tag after their direction's. Cameras without a fix write zeros for seconds, or nothing.</summary>
    private static double? Degrees(ExifDirectory gps, int direction, double most, char negative)
    {
        if (gps.Number(direction + 1) is not { } whole)
        {
            return null;
        }

        var degrees = whole + ((gps.Number(direction + 1, 1) ?? 0) / 60) + ((gps.Number(direction + 1, 2) ?? 0) / 3600);
        return degrees > most ? null : gps.Text(direction)?.StartsWith(negative) == true ? -degrees : degrees;
    }

    /// <summary><c>2026:03:04 05:06:07</c>, and digits of the second's fraction.</summary>
    private static DateTime? Time(string? text, string? fraction)
    {
        var isTime = DateTime.TryParseExact(text, "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        return !isTime ? null
            : double.TryParse("0." + fraction, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part) ? time.AddSeconds(part)
            : time;
    }
}
