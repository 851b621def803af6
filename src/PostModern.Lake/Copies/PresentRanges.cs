using System.Globalization;

namespace PostModern.Lake.Copies;

/// <summary>Remembers beside a copy which of its bytes are there. The copy has the object's size from the beginning; what isn't there is a hole.</summary>
/// <remarks>
/// <para>
/// While bytes are missing, a folder lies beside the copy, with a file for each fetch. A copy without such a folder is complete. So the folder is
/// made before the copy and removed after its last byte has come; a fetch is noted when its bytes are on the disk. Whatever a killed process
/// leaves, or another one does at the same time, bytes are known to be there only if they are: at worst they are fetched again.
/// </para>
/// </remarks>
/// <param name="path">The copy.</param>
/// <param name="size">The object's size.</param>
internal sealed class PresentRanges(string path, long size)
{
    public const string Suffix = ".ranges";

    private const string Last = "end";
    private const string Unnamed = "unnamed";

    private readonly string _folder = FolderOf(path);

    /// <summary>The folder beside a copy.</summary>
    public static string FolderOf(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}{Suffix}");

    public RangeSet Read()
    {
        // First the copy, then the folder: the other way round a copy that has just been begun would look complete.
        var copy = new FileInfo(path);
        return !copy.Exists || copy.Length != size ? RangeSet.Empty : Directory.Exists(_folder) ? Noted(_folder) : RangeSet.Of([new ByteRange(0, size)]);
    }

    /// <summary>Whether the copy has been begun.</summary>
    public bool HasBegun => new FileInfo(path) is { Exists: true } copy && copy.Length == size;

    /// <summary>Makes the copy as one hole, unless it is there. One at a time: another's copy must not be taken for a leftover.</summary>
    public void Begin()
    {
        if (HasBegun)
        {
            return;
        }

        // What lies there is no copy, and its notes are of bytes that are gone.
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        RemoveFolder(path);
        Directory.CreateDirectory(_folder);

        // It gets its name when it has its size.
        var unnamed = Path.Combine(_folder, Unnamed);
        using (var hole = new FileStream(unnamed, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            hole.SetLength(size);
        }

        File.Move(unnamed, path);
    }

    /// <summary>Notes bytes that have come.</summary>
    public void Add(RangeSet ranges)
    {
        if (ranges.With(Read()).Bytes == size)
        {
            RemoveFolder(path);
            return;
        }

        try
        {
            var lines = ranges.Ranges.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Start}-{r.End}")).Append(Last);
            File.WriteAllLines(Path.Combine(_folder, Guid.NewGuid().ToString("N")), lines);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process has completed the copy meanwhile.
        }
    }

    /// <summary>How many bytes of a copy are there.</summary>
    public static long Count(FileInfo copy) => FolderOf(copy.FullName) is var folder && Directory.Exists(folder) ? Noted(folder).Bytes : copy.Length;

    public static void RemoveFolder(string path)
    {
        try
        {
            Directory.Delete(FolderOf(path), recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The copy was complete, or another process was faster.
        }
        catch (IOException)
        {
            // Another process notes a fetch at this moment: the copy counts as incomplete, and what is missing in the notes is fetched again.
        }
    }

    private static RangeSet Noted(string folder)
    {
        try
        {
            return RangeSet.Of(Directory.GetFiles(folder).Where(f => Path.GetFileName(f) != Unnamed).SelectMany(Parse));
        }
        catch (IOException)
        {
            return RangeSet.Empty;
        }
    }

    /// <summary>A note whose end is missing was never finished.</summary>
    private static IEnumerable<ByteRange> Parse(string note)
    {
        var lines = File.ReadAllLines(note);
        return lines is not [.. var ranges, Last]
            ? []
            : ranges.Select(line => line.Split('-')).Select(p => new ByteRange(long.Parse(p[0], CultureInfo.InvariantCulture), long.Parse(p[1], CultureInfo.InvariantCulture)));
    }
}
