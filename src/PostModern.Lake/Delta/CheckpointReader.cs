using System.Runtime.CompilerServices;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Delta;

/// <summary>A checkpoint's actions, whatever its kind: classic, in parts, or V2 as JSON or Parquet with sidecars.</summary>
internal sealed class CheckpointReader(DeltaLog log)
{
    /// <summary>The actions of all its files.</summary>
    /// <exception cref="ServerException">A file is missing or can't be read, or there is nobody to read Parquet.</exception>
    public async IAsyncEnumerable<DeltaAction> ReadAsync(Checkpoint checkpoint, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sidecars = new List<Sidecar>();
        foreach (var file in checkpoint.Files)
        {
            await foreach (var action in ReadFileAsync(file.Obj!, cancellationToken))
            {
                if (action is Sidecar sidecar)
                {
                    sidecars.Add(sidecar);
                }
                else
                {
                    yield return action;
                }
            }
        }

        foreach (var sidecar in sidecars)
        {
            await foreach (var action in ReadSidecarAsync(sidecar, cancellationToken))
            {
                yield return action;
            }
        }
    }

    private async IAsyncEnumerable<DeltaAction> ReadSidecarAsync(Sidecar sidecar, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var uri = log.UriOf($"{Sidecar.FolderName}/{sidecar.Name}");
        var file = await log.Store.TryGetAsync(uri, cancellationToken)
            ?? throw new ServerException(ErrorCode.InvalidInput, $"A checkpoint of '{log.Location}' names the file '{uri}', which is missing.");
        await foreach (var action in ReadFileAsync(file, cancellationToken))
        {
            yield return action;
        }
    }

    private async IAsyncEnumerable<DeltaAction> ReadFileAsync(ObjectRef file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var content = await log.Store.ReadAsync(file, cancellationToken: cancellationToken);
        if (file.Uri.EndsWith(".json", StringComparison.Ordinal))
        {
            foreach (var action in ActionReader.Read(content, file.Uri))
            {
                yield return action;
            }

            yield break;
        }

        var parquet = log.Parquet ?? throw new ServerException(
            ErrorCode.Unsupported, $"The log of '{log.Location}' needs its checkpoint '{file.Uri}', and Parquet can't be read here.");
        await foreach (var row in parquet.ReadAsync(CheckpointSchema.ToRead, content, cancellationToken))
        {
            foreach (var action in ActionReader.Read(row, file.Uri))
            {
                yield return action;
            }
        }
    }
}
