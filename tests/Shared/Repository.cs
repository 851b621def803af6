namespace PostModern.Testing;

/// <summary>The checkout that the running tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", ".git", "artifacts", "TestResults"];

    /// <summary>Absolute path of the folder that holds <c>PostModern.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Absolute path of something in the checkout.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>Files under <paramref name="folder"/> that people wrote, as paths relative to the root with forward slashes, sorted.</summary>
    /// <param name="folder">Relative to the root.</param>
    /// <param name="extensions">With their dot.</param>
    public static IReadOnlyList<string> Files(string folder, params string[] extensions) =>
        [.. Walk(Path(folder))
            .Where(file => extensions.Contains(System.IO.Path.GetExtension(file)))
            .Select(Relative)
            .Order(StringComparer.Ordinal)];

    /// <summary>The path of <paramref name="file"/> as it stands in the repository, with forward slashes.</summary>
    public static string Relative(string file) => System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static IEnumerable<string> Walk(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var below = Directory.EnumerateDirectories(folder).Where(child => !NotOurs.Contains(System.IO.Path.GetFileName(child)));
        return Directory.EnumerateFiles(folder).Concat(below.SelectMany(Walk));
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "PostModern.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No PostModern.sln above {AppContext.BaseDirectory}: the tests run from a build inside the checkout.");
    }
}
