using System.Runtime.InteropServices;

namespace PostModern.Models.Decoding;

/// <summary>A reference to a libvips image: a recipe until its pixels are written out.</summary>
internal sealed class VipsImage : SafeHandle
{
    // VIPS_FORMAT_UCHAR and VIPS_INTERPRETATION_sRGB of vips/image.h.
    private const int UnsignedByte = 0;
    private const int StandardRgb = 22;

    internal VipsImage(nint reference)
        : base(0, ownsHandle: true) => SetHandle(reference);

    public override bool IsInvalid => handle == 0;

    internal int Width => VipsNative.vips_image_get_width(handle);

    internal int Height => VipsNative.vips_image_get_height(handle);

    internal bool HasAlpha => VipsNative.vips_image_hasalpha(handle) != 0;

    /// <summary>Whether pixels are three bytes: red, green, blue.</summary>
    internal bool IsRgb8 =>
        VipsNative.vips_image_get_bands(handle) == 3
        && VipsNative.vips_image_get_format(handle) == UnsignedByte
        && VipsNative.vips_image_get_interpretation(handle) == StandardRgb;

    /// <summary>Whether the EXIF orientation lays the picture on its side.</summary>
    internal bool IsSideways => VipsNative.vips_image_get_orientation(handle) is >= 5 and <= 8;

    internal int Bands => VipsNative.vips_image_get_bands(handle);

    /// <summary>As EXIF counts: 1 is upright.</summary>
    internal int Orientation => VipsNative.vips_image_get_orientation(handle);

    internal int Pages => VipsNative.vips_image_get_n_pages(handle);

    /// <summary>A text in the metadata; null when there is none.</summary>
    internal unsafe string? Text(string name) =>
        VipsNative.vips_image_get_typeof(handle, name) != 0 && VipsNative.vips_image_get_string(handle, name, out var text) == 0
            ? Marshal.PtrToStringUTF8((nint)text)
            : null;

    /// <summary>Bytes in the metadata; null when there are none.</summary>
    internal unsafe byte[]? Bytes(string name) =>
        VipsNative.vips_image_get_typeof(handle, name) != 0 && VipsNative.vips_image_get_blob(handle, name, out var data, out var length) == 0
            ? new ReadOnlySpan<byte>(data, checked((int)length)).ToArray()
            : null;

    /// <summary>Wraps RGB8 pixels that outlive the image.</summary>
    internal static unsafe VipsImage FromRgb(byte* pixels, int width, int height)
    {
        var image = VipsNative.vips_image_new_from_memory(pixels, (nuint)width * (nuint)height * 3, width, height, 3, UnsignedByte);
        return image == 0 ? throw VipsOperation.Failure() : new VipsImage(image);
    }

    /// <summary>Computes the pixels and copies them into a canvas of rows <paramref name="canvasWidth"/> pixels wide; the rest becomes black.</summary>
    /// <exception cref="PostModern.Arrow.Errors.ServerException">InvalidInput: the file's data is damaged or ends early.</exception>
    internal unsafe void CopyTo(Span<byte> canvas, PixelArea area, int canvasWidth)
    {
        var pixels = VipsNative.vips_image_write_to_memory(handle, out var size);
        if (pixels is null)
        {
            throw VipsOperation.Failure();
        }

        try
        {
            CopyRows(new ReadOnlySpan<byte>(pixels, checked((int)size)), canvas, area, canvasWidth);
        }
        finally
        {
            VipsNative.g_free((nint)pixels);
        }
    }

    private static void CopyRows(ReadOnlySpan<byte> pixels, Span<byte> canvas, PixelArea area, int canvasWidth)
    {
        if (pixels.Length == canvas.Length)
        {
            pixels.CopyTo(canvas);
            return;
        }

        canvas.Clear();
        for (var y = 0; y < area.Height; y++)
        {
            var row = pixels.Slice(y * area.Width * 3, area.Width * 3);
            row.CopyTo(canvas[((((area.Y + y) * canvasWidth) + area.X) * 3)..]);
        }
    }

    protected override bool ReleaseHandle()
    {
        VipsNative.g_object_unref(handle);
        return true;
    }
}
