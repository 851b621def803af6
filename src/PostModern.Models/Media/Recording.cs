using PostModern.Models.Decoding.Sound;

namespace PostModern.Models.Media;

/// <summary>Uncompressed sound.</summary>
/// <param name="Format">How it is laid out.</param>
/// <param name="Frames">From the first to the last; disposed with the recording.</param>
internal sealed record Recording(WaveFormat Format, Stream Frames) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Frames.DisposeAsync();

    /// <summary>Reads whole frames.</summary>
    /// <param name="buffer">A multiple of a frame; filled unless the recording ends.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Bytes read; 0 at the end.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await Frames.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read - (read % Format.BytesPerFrame);
    }
}
