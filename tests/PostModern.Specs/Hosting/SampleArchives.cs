using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using PostModern.Testing;

namespace PostModern.Specs.Hosting;

/// <summary>Archives of each kind, and some that are none.</summary>
internal static class SampleArchives
{
    private static readonly (string Name, byte[] Content)[] s_members =
    [
        ("photos/good.jpg", File.ReadAllBytes(Repository.Path("samples", "media", "photos", "zebra.jpg"))),
        ("it's; \"-rf\".txt", Encoding.UTF8.GetBytes("words")),
        ("../../escape.txt", Encoding.UTF8.GetBytes("escape")),
    ];

    /// <summary>
    /// Makes <c>all.zip</c>, <c>all.tar</c> and <c>all.tar.gz</c> with a photograph and two texts each, <c>nested.zip</c> around <c>all.tar</c>, <c>cut.zip</c> and
    /// <c>cut.tar</c> (without their ends) and <c>words.zip</c> (text).
    /// </summary>
    /// <returns>The folder they are in.</returns>
    public static string Create(string parent)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, "archives")).FullName;
        var (zip, tar) = (Zip(s_members), Tar());
        Write("all.zip", zip);
        Write("all.tar", tar);
        Write("all.tar.gz", Gzip(tar));
        Write("nested.zip", Zip([("all.tar", tar)]));
        Write("cut.zip", zip[..^100]);
        Write("cut.tar", tar[..^2500]);
        Write("words.zip", Encoding.UTF8.GetBytes("This is no archive, whatever its name says."));
        return folder;

        void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(folder, name), content);
    }

    private static byte[] Zip((string Name, byte[] Content)[] members)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in members)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }

    private static byte[] Tar()
    {
        var file = new MemoryStream();
        using (var tar = new TarWriter(file, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "photos/"));
            foreach (var (name, content) in s_members)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return file.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return file.ToArray();
    }
}
