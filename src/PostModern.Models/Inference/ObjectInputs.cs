using System.Globalization;
using System.Text;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Objects;

namespace PostModern.Models.Inference;

/// <summary>OBJECT values, wholes and parts, as inputs: identified by what pins their bytes, so that nothing is read to find a cached answer.</summary>
internal sealed class ObjectInputs(ObjectStores stores, IObjectContents contents) : IInputReader
{
    /// <summary>What a part whose size isn't known before it is made may take: a page or frame seldom has more.</summary>
    private const long LikelyPartBytes = 8L * 1024 * 1024;

    /// <summary>Larger objects are not read into memory.</summary>
    internal const long MostBytes = 512L * 1024 * 1024;

    public ArrowType Type => ObjectRef.ArrowType;

    public string UriOf(Column column, int row) => ObjectRef.Read(column, row)?.Uri ?? string.Empty;

    public async ValueTask<ModelInput?> ReadAsync(Column column, int row, CancellationToken cancellationToken)
    {
        if (ObjectRef.Read(column, row) is not { } obj)
        {
            return null;
        }

        Check(obj.Size);
        var pinned = obj.Etag is null && obj.Version is null ? await PinAsync(obj, cancellationToken) : obj;
        return new ModelInput(obj.Uri, IdentityOf(pinned), new ContentSource(token => ReadAsync(pinned, token), pinned.Size ?? LikelyPartBytes))
        {
            BytesToRead = pinned.Size ?? 0,
        };
    }

    /// <summary>Pins the whole; a part keeps its name.</summary>
    private async Task<ObjectRef> PinAsync(ObjectRef obj, CancellationToken cancellationToken)
    {
        var (uri, part) = ObjectUri.SplitFragment(obj.Uri);
        var whole = await stores.For(uri).TryGetAsync(uri, cancellationToken)
            ?? throw new ServerException(ErrorCode.NotFound, $"There is no object '{uri}'.");
        return part is null ? whole : obj with { Version = whole.Version, Etag = whole.Etag };
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(ObjectRef obj, CancellationToken cancellationToken)
    {
        await using var stream = await contents.OpenAsync(obj, cancellationToken);
        Check(stream.Length);
        var bytes = new byte[stream.Length];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);

        // A file cut short between opening and reading would otherwise pass as a shorter whole.
        return read == bytes.Length ? bytes : throw new ServerException(
            ErrorCode.Conflict, $"'{obj.Uri}' was cut to {read} bytes while it was read. List it again to read its present bytes.");
    }

    private static void Check(long? size)
    {
        if (size > MostBytes)
        {
            throw new ServerException(ErrorCode.ResourceExhausted, string.Create(
                CultureInfo.InvariantCulture, $"The object is {size} bytes; models read at most {MostBytes}."));
        }
    }

    private static byte[] IdentityOf(ObjectRef obj) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{obj.Uri}\0{obj.Version}\0{obj.Etag}\0{obj.Size}"));
}
