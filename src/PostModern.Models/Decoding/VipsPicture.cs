using System.Buffers;
using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Decoding;

/// <summary>An image file in pinned memory whose header has been read.</summary>
internal sealed class VipsPicture : IDisposable
{
    // Anything milder lets a JPEG with scrambled data, or one that ends early, decode to grey and count as read. It has to be
    // a loader option: thumbnail_buffer's own fail-on argument has no effect.
    private const string LoaderOptions = "fail_on=warning";

    private MemoryHandle _pin;
    private readonly int _length;

    private VipsPicture(MemoryHandle pin, int length)
    {
        _pin = pin;
        _length = length;
    }

    /// <summary>Upright pixels across.</summary>
    internal int Width { get; private init; }

    /// <summary>Upright pixels down.</summary>
    internal int Height { get; private init; }

    /// <exception cref="ServerException">InvalidInput: no image, or its header is damaged.</exception>
    internal static VipsPicture Open(ReadOnlyMemory<byte> file)
    {
        var pin = file.Pin();
        try
        {
            using var header = ReadHeader(pin, file.Length);
            var (width, height) = header.IsSideways ? (header.Height, header.Width) : (header.Width, header.Height);
            return new VipsPicture(pin, file.Length) { Width = width, Height = height };
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    /// <summary>The picture as three bytes a pixel, scaled; computed when its pixels are copied.</summary>
    internal unsafe VipsImage Scale(int width, int height, ImageFit fit)
    {
        using var operation = new VipsOperation("thumbnail_buffer"u8);
        operation.Set("buffer", (byte*)_pin.Pointer, _length);
        operation.Set("option-string", LoaderOptions);
        SetFit(operation, width, height, fit);
        return ToRgb(operation.Run());
    }

    public void Dispose() => _pin.Dispose();

    internal static void SetFit(VipsOperation operation, int width, int height, ImageFit fit)
    {
        operation.Set("width", width);
        operation.Set("height", height);
        operation.Set("size", fit switch { ImageFit.ShrinkOnly => "down", ImageFit.Stretch => "force", _ => "both" });
        operation.Set("crop", fit == ImageFit.Cover ? "centre" : "none");
    }

    /// <summary>The image of pinned bytes, its header read; to be disposed before they are unpinned.</summary>
    internal static unsafe VipsImage ReadHeader(MemoryHandle pin, int length)
    {
        var data = (byte*)pin.Pointer;
        var loader = VipsNative.vips_foreign_find_load_buffer(data, (nuint)length);
        if (loader is null)
        {
            _ = VipsLibrary.TakeError();
            throw new ServerException(ErrorCode.InvalidInput, string.Create(
                CultureInfo.InvariantCulture,
                $"The file is not an image of a known format (its {length} bytes begin with {Convert.ToHexString(new ReadOnlySpan<byte>(data, Math.Min(8, length)))})."));
        }

        using var operation = new VipsOperation(loader);
        operation.Set("buffer", data, length);
        return operation.Run();
    }

    private static VipsImage ToRgb(VipsImage image)
    {
        if (image.HasAlpha)
        {
            image = Apply(image, "flatten"u8, ("background", "255"));
        }

        return image.IsRgb8 ? image : Apply(Apply(image, "colourspace"u8, ("space", "srgb")), "cast"u8, ("format", "uchar"));
    }

    private static VipsImage Apply(VipsImage input, ReadOnlySpan<byte> name, (string Argument, string Value) setting)
    {
        using (input)
        {
            using var operation = new VipsOperation(name);
            operation.Set("in", input);
            operation.Set(setting.Argument, setting.Value);
            return operation.Run();
        }
    }
}
