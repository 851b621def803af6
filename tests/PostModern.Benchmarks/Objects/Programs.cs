namespace PostModern.Benchmarks.Objects;

/// <summary>Programs that may be installed.</summary>
internal static class Programs
{
    /// <returns>Where a program is; null when it isn't on the PATH.</returns>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
