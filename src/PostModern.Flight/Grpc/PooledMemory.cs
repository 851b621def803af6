namespace PostModern.Flight.Grpc;

/// <summary>A message body in a pooled array, aligned to 8 bytes; goes back to the pool once, on the first dispose.</summary>
internal sealed class PooledMemory : IDisposable
{
    private byte[]? _array;

    private PooledMemory(byte[] array, int length)
    {
        _array = array;
        Memory = array.AsMemory(0, length);
    }

    public Memory<byte> Memory { get; }

    public static PooledMemory Rent(int length) => new(BodyPool.Rent(length), length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array)
        {
            BodyPool.Return(array);
        }
    }
}
