using PostModern.Testing;

namespace PostModern.Benchmarks.Models;

/// <summary>Folders full of photographs and recordings.</summary>
internal static class MediaFiles
{
    /// <summary>Copies samples again and again.</summary>
    public static string[] Copy(string samples, string pattern, string folder, int count)
    {
        var originals = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "media", samples), pattern).Order(StringComparer.Ordinal).ToArray();
        Directory.CreateDirectory(folder);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var original = originals[i % originals.Length];
            var copy = Path.Combine(folder, $"{i:D5}{Path.GetExtension(original)}");
            File.Copy(original, copy);
            return copy;
        })];
    }

    /// <summary>Gives files many more names, each an object of its own.</summary>
    public static void Link(IReadOnlyList<string> originals, string folder, int count)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < count; i++)
        {
            var original = originals[i % originals.Count];
            File.CreateSymbolicLink(Path.Combine(folder, $"{i:D5}{Path.GetExtension(original)}"), original);
        }
    }

    /// <summary>New times make new identities: the inference cache knows none of them.</summary>
    public static void Renew(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
        }
    }
}
