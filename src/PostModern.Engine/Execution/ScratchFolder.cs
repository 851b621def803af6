namespace PostModern.Engine.Execution;

/// <summary>A folder for what has to be a file for a moment.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("postmodern-").FullName;

    public string At(string name) => Path.Combine(_path, name);

    /// <returns>The file's path.</returns>
    public async Task<string> WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await using var stream = new FileStream(At(name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await stream.WriteAsync(content, cancellation);
        return stream.Name;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
