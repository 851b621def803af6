namespace PostModern.Benchmarks.Wire.Replay;

/// <summary>Gathers bytes into arrays of one size, the last shorter: a result can be larger than one array.</summary>
/// <param name="size">Bytes a piece.</param>
internal sealed class PieceList(int size) : IDisposable
{
    private readonly List<byte[]> _full = [];
    private readonly MemoryStream _open = new(size);

    public void Append(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, size - (int)_open.Length);
            _open.Write(bytes.Span[..taken]);
            bytes = bytes[taken..];
            if (_open.Length == size)
            {
                _full.Add(_open.ToArray());
                _open.SetLength(0);
            }
        }
    }

    public List<byte[]> ToList() => _open.Length == 0 ? [.. _full] : [.. _full, _open.ToArray()];

    public void Dispose() => _open.Dispose();
}
