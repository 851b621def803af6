using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>A commit promises that its files are there and stay there through a power cut.</summary>
internal static class SealedFiles
{
    public static async Task CheckAsync(DeltaLog log, IReadOnlyCollection<AddFile> files, CancellationToken cancellationToken)
    {
        foreach (var vector in files.Select(f => f.DeletionVector).Where(v => v is { StorageType: "u" }).Select(v => v!.Locate(log).PathOrInline).Distinct())
        {
            await log.Store.SealAsync(vector, cancellationToken);
        }

        foreach (var file in files)
        {
            var found = await log.Store.SealAsync(log.Resolve(file.Path), cancellationToken);
            if (found.Size != file.Size)
            {
                throw new ServerException(
                    ErrorCode.InvalidInput, $"'{found.Uri}' was to be committed with {file.Size} bytes, but has {found.Size}.");
            }
        }
    }
}
