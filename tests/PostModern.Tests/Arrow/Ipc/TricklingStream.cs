namespace PostModern.Tests.Arrow.Ipc;

/// <summary>Gives at most seven bytes a read, as a slow connection may.</summary>
internal sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);
}
