using System.Globalization;
using System.Text;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Objects;

namespace PostModern.Models.Inference;

/// <summary>OBJECT values as inputs: identified by what pins their bytes, so that nothing is read to find a cached answer.</summary>
internal sealed class ObjectInputs(ObjectStores stores) : IInputReader
{
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

        Check(obj);
        var store = stores.For(obj.Uri);
        var pinned = obj.Etag is null && obj.Version is null ? await PinAsync(store, obj, cancellationToken) : obj;
        return new ModelInput(obj.Uri, IdentityOf(pinned), new ContentSource(
            async token => await store.ReadAsync(pinned, cancellationToken: token), pinned.Size ?? 0));
    }

    private static async Task<ObjectRef> PinAsync(IObjectStore store, ObjectRef obj, CancellationToken cancellationToken) =>
        await store.TryGetAsync(obj.Uri, cancellationToken)
        ?? throw new ServerException(ErrorCode.NotFound, $"There is no object '{obj.Uri}'.");

    private static void Check(ObjectRef obj)
    {
        // Reading the whole where a part is meant would answer a question that nobody asked.
        if (ObjectUri.SplitFragment(obj.Uri).Fragment is { } part)
        {
            throw new ServerException(ErrorCode.Unsupported, $"Models read whole objects; '{obj.Uri}' names the part '#{part}'.");
        }

        if (obj.Size > MostBytes)
        {
            throw new ServerException(ErrorCode.ResourceExhausted, string.Create(
                CultureInfo.InvariantCulture, $"The object is {obj.Size} bytes; models read at most {MostBytes}."));
        }
    }

    private static byte[] IdentityOf(ObjectRef obj) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{obj.Uri}\0{obj.Version}\0{obj.Etag}\0{obj.Size}"));
}
