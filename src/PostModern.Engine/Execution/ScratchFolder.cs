namespace PostModern.Engine.Execution;

/// <summary>A folder for what has to be a file for a moment.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private static readonly Lazy<string> s_root = new(MakeRoot);

    private readonly string _path = Directory.CreateDirectory(Path.Combine(s_root.Value, Guid.NewGuid().ToString("N"))).FullName;

    /// <summary>Where all of this process are.</summary>
    public static string Root => s_root.Value;

    public string At(string name) => Path.Combine(_path, name);

    /// <returns>The file's path.</returns>
    public async Task<string> WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await using var stream = new FileStream(At(name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await stream.WriteAsync(content, cancellation);
        return stream.Name;
    }

    private static string MakeRoot()
    {
        var root = Directory.CreateTempSubdirectory("postmodern-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
