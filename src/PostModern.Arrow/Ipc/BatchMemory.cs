using PostModern.Arrow.Ipc.FlatBuffers;
using PostModern.Arrow.Memory;

namespace PostModern.Arrow.Ipc;

/// <summary>Memory for what one received batch unfolds to beyond its body: decompressed buffers, and the bytes behind views.</summary>
/// <param name="isManaged">Whether the columns outlive any batch, as those of dictionaries do, so that nobody could free native memory.</param>
internal sealed class BatchMemory(bool isManaged) : IDisposable
{
    // A few bytes can stand for gigabytes; more than this no honest batch holds.
    private const long Limit = int.MaxValue;
    private NativeBufferSet? _buffers;
    private long _used;

    /// <summary>Undefined content; dies with <see cref="Own"/>'s answer.</summary>
    /// <exception cref="Errors.ServerException">InvalidInput: together more than 2 GiB.</exception>
    public Memory<byte> Allocate(long length, string column)
    {
        _used += length;
        if (length > Array.MaxLength || _used > Limit)
        {
            throw CorruptMessage.Error($"column '{column}'", "the batch unfolds to more than 2 GiB; send fewer rows a batch");
        }

        return isManaged
            ? GC.AllocateUninitializedArray<byte>((int)length)
            : (_buffers ??= new NativeBufferSet()).Allocate((int)length).Memory;
    }

    /// <summary>What frees everything, and the body's <paramref name="owner"/> with it; null when there is nothing to free.</summary>
    public IDisposable? Own(IDisposable? owner)
    {
        if (_buffers is not null && owner is not null)
        {
            _buffers.Add(owner);
        }

        return _buffers ?? owner;
    }

    public void Dispose() => _buffers?.Dispose();
}
