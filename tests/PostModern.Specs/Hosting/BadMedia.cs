using PostModern.Testing;

namespace PostModern.Specs.Hosting;

/// <summary>Files that call themselves pictures: one is, three aren't.</summary>
internal static class BadMedia
{
    /// <summary>Makes <c>good.jpg</c>, <c>truncated.jpg</c> (its first half), <c>empty.jpg</c> and <c>words.jpg</c> (text).</summary>
    /// <returns>The folder they are in.</returns>
    public static string Create(string parent)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, "bad")).FullName;
        var photograph = File.ReadAllBytes(Repository.Path("samples", "media", "photos", "zebra.jpg"));
        File.WriteAllBytes(Path.Combine(folder, "good.jpg"), photograph);
        File.WriteAllBytes(Path.Combine(folder, "truncated.jpg"), photograph[..(photograph.Length / 2)]);
        File.WriteAllBytes(Path.Combine(folder, "empty.jpg"), []);
        File.WriteAllText(Path.Combine(folder, "words.jpg"), "This is no picture, whatever its name says.");
        return folder;
    }
}
