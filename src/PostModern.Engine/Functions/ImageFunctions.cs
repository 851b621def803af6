using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Objects;
using PostModern.Models.Decoding;

namespace PostModern.Engine.Functions;

/// <summary><c>image_info(obj)</c> and <c>thumbnail(obj, px)</c>.</summary>
internal sealed class ImageFunctions(ObjectBytes objects)
{
    /// <summary>Enough for the headers of most photographs, EXIF included; asking again costs another round trip.</summary>
    private const int FirstBytes = 64 * 1024;

    /// <summary>Beyond that a header is unusual enough to read the whole file.</summary>
    private const int MostHeaderBytes = 16 * 1024 * 1024;

    private const int Growth = 16;

    private static readonly StructType s_exif = new(
        new Field("make", ArrowTypes.Utf8),
        new Field("model", ArrowTypes.Utf8),
        new Field("lens", ArrowTypes.Utf8),
        new Field("software", ArrowTypes.Utf8),
        new Field("taken", ArrowTypes.Timestamp),
        new Field("exposure_time", ArrowTypes.Float64),
        new Field("f_number", ArrowTypes.Float64),
        new Field("iso", ArrowTypes.Int32),
        new Field("focal_length", ArrowTypes.Float64),
        new Field("latitude", ArrowTypes.Float64),
        new Field("longitude", ArrowTypes.Float64),
        new Field("altitude", ArrowTypes.Float64));

    private static readonly StructType s_info = new(
        new Field("format", ArrowTypes.Utf8),
        new Field("width", ArrowTypes.Int32),
        new Field("height", ArrowTypes.Int32),
        new Field("bands", ArrowTypes.Int32),
        new Field("has_alpha", ArrowTypes.Boolean),
        new Field("orientation", ArrowTypes.Int32),
        new Field("pages", ArrowTypes.Int32),
        new Field("exif", s_exif));

    // Decoding takes a core and tens of megabytes: no more at a time than there are cores, however many files are on their way.
    private static readonly SemaphoreSlim s_decoders = new(Environment.ProcessorCount);

    /// <param name="function">Makes a function of an object.</param>
    public IEnumerable<ScalarFunction> Functions(Func<string, IReadOnlyList<ArrowType>, ArrowType, ObjectRow, ScalarFunction> function) =>
    [
        function("image_info", [], s_info, async (obj, _, token) => Row(await ReadInfoAsync(obj, token))),
        function("thumbnail", [ArrowTypes.Int32], ArrowTypes.Binary, async (obj, rest, token) => await ThumbnailAsync(obj, (int)rest[0], token)),
    ];

    private async Task<ImageInfo> ReadInfoAsync(ObjectRef obj, CancellationToken cancellation)
    {
        await using var stream = await objects.OpenRangeAsync(obj, 0, FirstBytes, cancellation);
        var head = await stream.ReadAsync(obj, 0, FirstBytes, cancellation);
        if (ImageFiles.HasHeaderInFront(head))
        {
            for (var length = FirstBytes; length <= MostHeaderBytes && length < stream.Length; length *= Growth)
            {
                if (await objects.UseAsync(stream, obj, 0, length, TryReadInfo, cancellation) is { } info)
                {
                    return info;
                }
            }
        }

        return stream.Length <= FirstBytes || MediaSignatures.KindOf(head) != MediaKind.Image
            ? ImageFiles.ReadInfo(head)
            : await objects.UseAsync(stream, obj, 0, null, bytes => ValueTask.FromResult(ImageFiles.ReadInfo(bytes)), cancellation);
    }

    /// <returns>Null when the beginning isn't enough.</returns>
    private static ValueTask<ImageInfo?> TryReadInfo(byte[] beginning)
    {
        try
        {
            return ValueTask.FromResult<ImageInfo?>(ImageFiles.ReadInfo(beginning));
        }
        catch (ServerException)
        {
            return ValueTask.FromResult<ImageInfo?>(null);
        }
    }

    private Task<byte[]> ThumbnailAsync(ObjectRef obj, int pixels, CancellationToken cancellation) =>
        objects.UseAsync(obj, 0, null, file => ThumbnailAsync(file, pixels, cancellation), cancellation);

    private static async ValueTask<byte[]> ThumbnailAsync(byte[] file, int pixels, CancellationToken cancellation)
    {
        await s_decoders.WaitAsync(cancellation);
        try
        {
            return ImageFiles.Thumbnail(file, pixels);
        }
        finally
        {
            s_decoders.Release();
        }
    }

    private static object?[] Row(ImageInfo info) =>
        [info.Format, info.Width, info.Height, info.Bands, info.HasAlpha, info.Orientation, info.Pages, info.Exif is { } exif ? Row(exif) : null];

    private static object?[] Row(ImageExif exif) =>
    [
        exif.Make, exif.Model, exif.Lens, exif.Software, exif.Taken, exif.ExposureTime, exif.FNumber, exif.Iso, exif.FocalLength,
        exif.Latitude, exif.Longitude, exif.Altitude,
    ];
}
