namespace PostModern.Lake.Copies;

/// <summary>Bytes of an object.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">Past the last.</param>
public readonly record struct ByteRange(long Start, long End)
{
    public long Length => End - Start;
}
