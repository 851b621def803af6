using System.Buffers;

namespace PostModern.Models.Decoding;

/// <summary>Upright RGB8 pixels, rows from top to bottom without padding, in rented memory.</summary>
internal sealed class PixelImage : IDisposable
{
    private byte[]? _rented;

    internal PixelImage(int width, int height)
    {
        Width = width;
        Height = height;
        Content = new PixelArea(0, 0, width, height);
        _rented = ArrayPool<byte>.Shared.Rent(checked(width * height * 3));
    }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>The upright picture's width in its file, before scaling.</summary>
    internal int SourceWidth { get; init; }

    /// <summary>The upright picture's height in its file, before scaling.</summary>
    internal int SourceHeight { get; init; }

    /// <summary>Where the picture lies; the rest is letterbox.</summary>
    internal PixelArea Content { get; init; }

    /// <summary>Red, green, blue of each pixel.</summary>
    internal Span<byte> Pixels => (_rented ?? throw new ObjectDisposedException(nameof(PixelImage))).AsSpan(0, Width * Height * 3);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
