using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Delta;

/// <summary>Where a file's deleted rows are written down: the file keeps them, and readers leave them out.</summary>
/// <param name="StorageType"><c>i</c> for inline, <c>u</c> for a file named by its id in the table's folder, <c>p</c> for an absolute path.</param>
/// <param name="PathOrInline">The content, the id or the path.</param>
/// <param name="Offset">Where the vector begins in its file; null for inline ones.</param>
/// <param name="SizeInBytes">The vector's bytes, without length and checksum.</param>
/// <param name="Cardinality">How many rows are deleted.</param>
/// <remarks>Delta transaction log protocol, section "Deletion Vectors".</remarks>
public sealed record DeletionVector(string StorageType, string PathOrInline, int? Offset, int SizeInBytes, long Cardinality)
{
    private const int IdLength = 20;

    /// <summary>Tells it from every other: with the file's path it makes the identity of what an <see cref="AddFile"/> adds.</summary>
    public string UniqueId => Offset is { } offset ? $"{StorageType}{PathOrInline}@{offset}" : StorageType + PathOrInline;

    /// <summary>The file of a vector that a table's folder holds.</summary>
    /// <param name="id">Names the file.</param>
    public static string FileName(Guid id) => $"deletion_vector_{id}.bin";

    /// <summary>The same vector independent of the table: inline, or by its file's absolute path.</summary>
    /// <exception cref="ServerException">InvalidInput: it says no place.</exception>
    public DeletionVector Locate(DeltaLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return StorageType switch
        {
            "i" => this,
            "p" => this with { PathOrInline = log.Resolve(PathOrInline) },
            "u" => this with { StorageType = "p", PathOrInline = log.Resolve(RelativePath(log.Location)) },
            _ => throw Corrupt(log.Location, $"its storage type '{StorageType}' is unknown"),
        };
    }

    /// <summary>As one line of text, for <see cref="Parse"/>.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{StorageType}|{Offset}|{SizeInBytes}|{Cardinality}|{PathOrInline}");

    /// <exception cref="ServerException">InvalidInput: no such text.</exception>
    public static DeletionVector Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('|', 5) is [var type, var offset, var size, var rows, var path]
            && int.TryParse(size, CultureInfo.InvariantCulture, out var bytes) && long.TryParse(rows, CultureInfo.InvariantCulture, out var count)
            ? new DeletionVector(type, path, int.TryParse(offset, CultureInfo.InvariantCulture, out var at) ? at : null, bytes, count)
            : throw Corrupt(text, "this is no reference to one");
    }

    internal static ServerException Corrupt(string where, string problem) => new(
        ErrorCode.InvalidInput, $"A deletion vector of '{where}' is damaged: {problem}. Read an earlier version, or restore the file from a backup.");

    private string RelativePath(string table)
    {
        if (PathOrInline.Length < IdLength || Z85.TryDecode(PathOrInline.AsSpan(PathOrInline.Length - IdLength)) is not { } id)
        {
            throw Corrupt(table, $"'{PathOrInline}' is no id of a file");
        }

        var folder = PathOrInline[..^IdLength];
        return (folder.Length > 0 ? folder + "/" : "") + FileName(new Guid(id, bigEndian: true));
    }
}
