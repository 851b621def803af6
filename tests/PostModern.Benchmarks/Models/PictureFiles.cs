using PostModern.Testing;

namespace PostModern.Benchmarks.Models;

/// <summary>Folders full of photographs.</summary>
internal static class PictureFiles
{
    /// <summary>Copies the samples again and again.</summary>
    public static string[] Copy(string folder, int count)
    {
        var photos = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "media", "photos"), "*.jpg").Order(StringComparer.Ordinal).ToArray();
        Directory.CreateDirectory(folder);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var copy = Path.Combine(folder, $"{i:D5}.jpg");
            File.Copy(photos[i % photos.Length], copy);
            return copy;
        })];
    }

    /// <summary>New times make new identities: the inference cache knows none of them.</summary>
    public static void Renew(IEnumerable<string> pictures)
    {
        foreach (var picture in pictures)
        {
            File.SetLastWriteTimeUtc(picture, DateTime.UtcNow);
        }
    }
}
