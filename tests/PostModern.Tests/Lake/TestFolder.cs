namespace PostModern.Tests.Lake;

/// <summary>A folder of one test's own.</summary>
public sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("postmodern-lake-").FullName;

    /// <summary>Writes files of a few bytes; names with slashes make folders.</summary>
    public TestFolder With(params string[] files)
    {
        foreach (var file in files)
        {
            Write(file, "content of " + file);
        }

        return this;
    }

    public string Write(string file, string content)
    {
        var path = At(file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Sets who may do what; nothing happens on Windows.</summary>
    public void SetMode(string name, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At(name), mode);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
