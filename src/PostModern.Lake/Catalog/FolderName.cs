using System.Text;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Catalog;

/// <summary>Names of schemas and datasets as folder names: any SQL name goes, and none leaves its folder.</summary>
internal static class FolderName
{
    private const int LongestInBytes = 255;

    /// <exception cref="ServerException">InvalidInput: empty or too long.</exception>
    public static string Of(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ServerException(ErrorCode.InvalidInput, "A schema or dataset needs a name.");
        }

        var folder = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            // A leading dot would hide the folder, and "." and ".." are not ours.
            var isPlain = Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '-' or ' ' || (rune.Value == '.' && folder.Length > 0);
            folder.Append(isPlain ? rune.ToString() : Escape(rune));
        }

        var result = folder.ToString();
        return Encoding.UTF8.GetByteCount(result) <= LongestInBytes
            ? result
            : throw new ServerException(ErrorCode.InvalidInput, $"The name '{name[..20]}…' is too long.");
    }

    private static string Escape(Rune rune) =>
        string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(b => $"%{b:X2}"));

    public static string ToName(string folder) => Uri.UnescapeDataString(folder);
}
