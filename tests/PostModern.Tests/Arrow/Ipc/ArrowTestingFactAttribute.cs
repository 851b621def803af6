namespace PostModern.Tests.Arrow.Ipc;

/// <summary>Runs where the Arrow project's own test files are: <c>PM_ARROW_TESTING</c> names the folder with <c>arrow-ipc-stream</c>.</summary>
/// <remarks>Debian sid has them in <c>apache-arrow-testing</c>, under <c>/usr/share/apache/arrow-testing</c>.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ArrowTestingFactAttribute()
    : ConditionalFactAttribute(Folder is null ? "PM_ARROW_TESTING names no folder with the files of apache-arrow-testing." : null)
{
    internal static string? Folder => Environment.GetEnvironmentVariable("PM_ARROW_TESTING") is { Length: > 0 } folder ? folder : null;

    /// <summary>Files under <c>arrow-ipc-stream</c>, relative to it, whose path starts and ends so.</summary>
    internal static IEnumerable<(string Name, string Path)> Files(string start, string end)
    {
        var root = Path.Combine(Folder!, "arrow-ipc-stream");
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => (Path.GetRelativePath(root, path), path))
            .Where(file => file.Item1.StartsWith(start, StringComparison.Ordinal) && file.Item1.EndsWith(end, StringComparison.Ordinal))
            .Order();
    }
}
