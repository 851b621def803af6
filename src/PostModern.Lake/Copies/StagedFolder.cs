namespace PostModern.Lake.Copies;

/// <summary>A folder on this machine's disk that new data files are written to, on their way into a table's folder.</summary>
/// <param name="path">The folder, absolute; it exists.</param>
/// <param name="store">Moves a finished file into the table's folder; null where it lies there already.</param>
/// <param name="remove">Takes a file out of the table's folder again; null where it lies here.</param>
/// <param name="pin">Keeps the folder until this is disposed.</param>
public sealed class StagedFolder(
    string path, Func<string, CancellationToken, Task>? store = null, Func<string, Task>? remove = null, IDisposable? pin = null) : IDisposable
{
    public string Path { get; } = path;

    /// <summary>Makes a finished file part of the table's folder. It becomes part of the table only when a commit names it.</summary>
    /// <param name="file">Its path in <see cref="Path"/>.</param>
    /// <param name="cancellationToken">Stops it; then the table's folder has no such file.</param>
    public Task StoreAsync(string file, CancellationToken cancellationToken) => store?.Invoke(file, cancellationToken) ?? Task.CompletedTask;

    /// <summary>Removes a file, stored or not, that no commit will name.</summary>
    /// <param name="file">Its path in <see cref="Path"/>.</param>
    public async Task DiscardAsync(string file)
    {
        File.Delete(System.IO.Path.Combine(Path, file));
        await (remove?.Invoke(file) ?? Task.CompletedTask);
    }

    public void Dispose() => pin?.Dispose();
}
