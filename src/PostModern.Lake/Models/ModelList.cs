using PostModern.Lake.Catalog;

namespace PostModern.Lake.Models;

/// <summary>The models that were made with <c>CREATE MODEL</c>: a small file each. All servers of the warehouse see them.</summary>
/// <param name="warehouse">Where they are kept.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never asked for, so that it holds nothing.")]
public sealed class ModelList(Warehouse warehouse)
{
    private readonly NamedFiles<ModelDefinition> _files = new(warehouse, ".models", "model");
    private readonly SemaphoreSlim _reading = new(1, 1);
    private Dictionary<string, (string? Etag, ModelDefinition Model)> _known = [];

    /// <summary>All of them. What hasn't changed since the last call is not read again.</summary>
    public async Task<IReadOnlyList<ModelDefinition>> ListAsync(CancellationToken cancellationToken = default)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var present = new Dictionary<string, (string? Etag, ModelDefinition Model)>();
            foreach (var file in await _files.ListFilesAsync(cancellationToken))
            {
                var etag = file.Etag ?? file.Version;
                if (etag is not null && _known.TryGetValue(file.Path, out var known) && known.Etag == etag)
                {
                    present[file.Path] = known;
                }
                else if (await _files.ReadAsync(file.Path, cancellationToken) is { } model)
                {
                    present[file.Path] = (etag, model);
                }
            }

            _known = present;
            return [.. present.Values.Select(entry => entry.Model).OrderBy(model => model.Name, StringComparer.Ordinal)];
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Whether there is one of that name, readable or not.</summary>
    public Task<bool> HasAsync(string name, CancellationToken cancellationToken = default) => _files.HasAsync(name, cancellationToken);

    /// <summary>Makes a model, or a new one of that name. Of two makers one wins.</summary>
    /// <exception cref="Arrow.Errors.ServerException">AlreadyExists: the name is taken, and not to be replaced.</exception>
    public Task CreateAsync(ModelDefinition model, bool orReplace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _files.CreateAsync(model.Name, model, orReplace, cancellationToken);
    }

    /// <returns>False when there is no such model.</returns>
    public Task<bool> DropAsync(string name, CancellationToken cancellationToken = default) => _files.DropAsync(name, cancellationToken);
}
