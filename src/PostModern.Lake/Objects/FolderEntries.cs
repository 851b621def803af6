using System.Text;

namespace PostModern.Lake.Objects;

/// <summary>A folder's entries in the order of their names' bytes; a name takes its UTF-8 and 12 bytes, so that a folder may have millions.</summary>
internal sealed class FolderEntries
{
    private const int PieceBytes = 1 << 20;

    /// <summary>Names lie in pieces, so that growing copies none; a name doesn't cross from one to the next.</summary>
    private readonly List<byte[]> _pieces = [];
    private readonly List<NamePlace> _places = [];
    private int _used = PieceBytes;

    /// <param name="entries">In any order.</param>
    public FolderEntries(IEnumerable<LocalWalk.Entry> entries)
    {
        Span<byte> buffer = stackalloc byte[1024];
        foreach (var entry in entries)
        {
            var most = Encoding.UTF8.GetMaxByteCount(entry.Name.Length);
            var bytes = most <= buffer.Length ? buffer[..Encoding.UTF8.GetBytes(entry.Name, buffer)] : Encoding.UTF8.GetBytes(entry.Name);
            Add(bytes, entry.IsFolder);
        }

        _places.Sort(Compare);
    }

    /// <summary>The entries; each name becomes text when its turn comes.</summary>
    public IEnumerable<LocalWalk.Entry> InOrder()
    {
        foreach (var place in _places)
        {
            yield return new LocalWalk.Entry(Encoding.UTF8.GetString(Name(place)), place.IsFolder);
        }
    }

    private void Add(ReadOnlySpan<byte> name, bool isFolder)
    {
        if (name.Length > PieceBytes - _used)
        {
            _pieces.Add(new byte[Math.Max(PieceBytes, name.Length)]);
            _used = 0;
        }

        name.CopyTo(_pieces[^1].AsSpan(_used));
        _places.Add(new NamePlace(_pieces.Count - 1, _used, (ushort)name.Length, isFolder));
        _used += name.Length;
    }

    private int Compare(NamePlace a, NamePlace b) => Name(a).SequenceCompareTo(Name(b));

    private ReadOnlySpan<byte> Name(NamePlace place) => _pieces[place.Piece].AsSpan(place.Start, place.Length);

    private readonly record struct NamePlace(int Piece, int Start, ushort Length, bool IsFolder);
}
