using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace PostModern.Tests.Lake.Archives;

/// <summary>Archives made for a test.</summary>
internal static class TestArchives
{
    /// <param name="kind">zip, stored (a zip file that packs nothing), tar, ustar or gnu.</param>
    public static MemoryStream Make(string kind, IEnumerable<(string Name, byte[] Content)> members)
    {
        var archive = new MemoryStream();
        if (kind is "zip" or "stored")
        {
            using var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, content) in members)
            {
                using var entry = zip.CreateEntry(name, kind == "zip" ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }
        else
        {
            using var tar = new TarWriter(archive, Format(kind), leaveOpen: true);
            foreach (var (name, content) in members)
            {
                tar.WriteEntry(Entry(kind, name, content));
            }
        }

        archive.Position = 0;
        return archive;
    }

    public static MemoryStream Gzip(MemoryStream content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content.ToArray());
        }

        packed.Position = 0;
        return packed;
    }

    public static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Changes two bytes of every record of a kind in a zip file.</summary>
    /// <param name="zip">The file.</param>
    /// <param name="mark">How the records begin: PK and two more.</param>
    /// <param name="at">Where in a record.</param>
    /// <param name="value">What to write there.</param>
    public static byte[] Patch(byte[] zip, string mark, int at, ushort value)
    {
        var patched = (byte[])zip.Clone();
        for (var i = 0; i + at + 1 < zip.Length; i++)
        {
            if (zip.AsSpan(i).StartsWith(Encoding.Latin1.GetBytes(mark)))
            {
                BitConverter.TryWriteBytes(patched.AsSpan(i + at), value);
            }
        }

        return patched;
    }

    private static TarEntryFormat Format(string kind) => kind switch
    {
        "ustar" => TarEntryFormat.Ustar,
        "gnu" => TarEntryFormat.Gnu,
        _ => TarEntryFormat.Pax,
    };

    private static TarEntry Entry(string kind, string name, byte[] content)
    {
        TarEntry entry = kind switch
        {
            "ustar" => new UstarTarEntry(TarEntryType.RegularFile, name),
            "gnu" => new GnuTarEntry(TarEntryType.RegularFile, name),
            _ => new PaxTarEntry(TarEntryType.RegularFile, name),
        };
        entry.DataStream = new MemoryStream(content);
        entry.ModificationTime = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        return entry;
    }
}
