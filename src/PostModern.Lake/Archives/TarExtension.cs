using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace PostModern.Lake.Archives;

/// <summary>What headers of a tar file say about the member behind them, where its own header has no room.</summary>
/// <remarks>POSIX.1-2001 pax records (<c>length key=value</c>) and GNU's long names.</remarks>
internal sealed class TarExtension
{
    private const string SparsePrefix = "GNU.sparse.";

    public string? Name { get; private set; }

    public string? LinkName { get; private set; }

    public long? Size { get; private set; }

    public bool IsSparse { get; private set; }

    /// <returns>False when it is damaged.</returns>
    public bool TryAdd(char type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case TarHeader.LongName:
                Name = Encoding.UTF8.GetString(body.TrimEnd((byte)0));
                return true;
            case TarHeader.LongLink:
                LinkName = Encoding.UTF8.GetString(body.TrimEnd((byte)0));
                return true;
            default:
                return TryAddRecords(body);
        }
    }

    public TarHeader Apply(TarHeader header) => header with
    {
        Name = Name ?? header.Name,
        LinkName = LinkName ?? header.LinkName,
        Size = Size ?? header.Size,
    };

    private bool TryAddRecords(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            if (!Utf8Parser.TryParse(body, out int length, out var digits) || length <= digits + 1 || length > body.Length || body[digits] != ' ' || body[length - 1] != '\n')
            {
                return false;
            }

            var record = body[(digits + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals < 0 || !TryAdd(Encoding.UTF8.GetString(record[..equals]), Encoding.UTF8.GetString(record[(equals + 1)..])))
            {
                return false;
            }

            body = body[length..];
        }

        return true;
    }

    private bool TryAdd(string key, string value)
    {
        switch (key)
        {
            case "path":
                Name = value;
                return true;
            case "linkpath":
                LinkName = value;
                return true;
            case "size":
                Size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;
                return Size is not null;
            default:
                IsSparse |= key.StartsWith(SparsePrefix, StringComparison.Ordinal);
                return true;
        }
    }
}
