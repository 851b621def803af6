using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>A commit promises that its files are there and stay there through a power cut.</summary>
internal static class SealedFiles
{
    private const int Requests = 16;

    public static async Task CheckAsync(DeltaLog log, IReadOnlyCollection<AddFile> files, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Requests, CancellationToken = cancellationToken };
        var vectors = files.Select(f => f.DeletionVector).Where(v => v is { StorageType: "u" }).Select(v => v!.Locate(log).PathOrInline).Distinct();
        await Parallel.ForEachAsync(vectors, options, async (vector, token) => await log.Store.SealAsync(vector, token));
        await Parallel.ForEachAsync(files, options, async (file, token) =>
        {
            var found = await log.Store.SealAsync(log.Resolve(file.Path), token);
            if (found.Size != file.Size)
            {
                throw new ServerException(
                    ErrorCode.InvalidInput, $"'{found.Uri}' was to be committed with {file.Size} bytes, but has {found.Size}.");
            }
        });
    }
}
