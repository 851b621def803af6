using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Functions;

/// <summary>Functions that read objects: <c>read_bytes</c>, <c>read_text</c>, <c>content_hash</c>, <c>is_image</c> and so on, and those of images.</summary>
internal sealed class ReadingFunctions(ObjectBytes objects, StatementContexts contexts)
{
    public IEnumerable<ScalarFunction> Functions() =>
        new[]
        {
            Of("read_bytes", [], ArrowTypes.Binary, async (obj, _, token) => await objects.UseAsync(obj, 0, null, ValueTask.FromResult, token)),
            Of("read_bytes", [ArrowTypes.Int64], ArrowTypes.Binary, async (obj, rest, token) => await ReadWindowAsync(obj, (long)rest[0], null, token)),
            Of("read_bytes", [ArrowTypes.Int64, ArrowTypes.Int64], ArrowTypes.Binary, async (obj, rest, token) => await ReadWindowAsync(obj, (long)rest[0], (long)rest[1], token)),
            Of("read_text", [], ArrowTypes.Utf8, async (obj, _, token) => await objects.FindTextAsync(obj, token) ?? await ReadTextAsync(obj, token)),
            Of("content_hash", [], ArrowTypes.Utf8, HashAsync),
            Is("is_image", MediaKind.Image),
            Is("is_audio", MediaKind.Audio),
            Is("is_video", MediaKind.Video),
            Is("is_document", MediaKind.Document),
        }
        .Concat(new ImageFunctions(objects).Functions(Of));

    /// <param name="name">Of the function.</param>
    /// <param name="more">The parameters after the object.</param>
    /// <param name="returns">What it returns.</param>
    /// <param name="row">Computes a row none of whose arguments is NULL.</param>
    private ScalarFunction Of(string name, IReadOnlyList<ArrowType> more, ArrowType returns, ObjectRow row) => new RowFunction(
        contexts,
        name,
        [ObjectRef.ArrowType, .. more],
        returns,
        async (arguments, token) => arguments[0] is ObjectRef obj && arguments.Skip(1).All(a => a is not null)
            ? await row(obj, [.. arguments.Skip(1).Select(a => a!)], token)
            : null).Function();

    private ScalarFunction Is(string name, MediaKind kind) => Of(name, [], ArrowTypes.Boolean, async (obj, _, token) =>
        MediaSignatures.KindOf(await objects.ReadHeadAsync(obj, MediaSignatures.BytesNeeded, token)) == kind);

    private async Task<byte[]> ReadWindowAsync(ObjectRef obj, long offset, long? length, CancellationToken cancellation) =>
        offset >= 0 && length is null or >= 0
            ? await objects.UseAsync(obj, offset, length, ValueTask.FromResult, cancellation)
            : throw new ServerException(ErrorCode.InvalidInput, $"Bytes are counted from 0: offset {offset}, length {length?.ToString() ?? "up to the end"}.");

    private Task<string> ReadTextAsync(ObjectRef obj, CancellationToken cancellation) =>
        objects.UseAsync(obj, 0, null, bytes => ValueTask.FromResult(TextDecoding.Decode(bytes)), cancellation);

    private async Task<object?> HashAsync(ObjectRef obj, IReadOnlyList<object> rest, CancellationToken cancellation)
    {
        await using var stream = await objects.OpenAsync(obj, cancellation);
        return await ContentHash.Sha256Async(stream, cancellation);
    }
}
