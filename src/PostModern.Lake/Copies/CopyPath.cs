using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Copies;

/// <summary>Where copies are, below the folder of all: first a folder that stands for what is copied, then the path of the original.</summary>
/// <remarks>The path stays readable, since engines read partitions' values and compression out of it.</remarks>
internal static class CopyPath
{
    private const int LongestName = 200;
    private const int LongestPath = 2_000;

    /// <summary>The folder for a text that names what is copied.</summary>
    public static string FolderOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));

    /// <summary>The folder for the bytes that a reference pins: other bytes under the same name have another one.</summary>
    /// <remarks>What nothing pins may be other bytes the next time.</remarks>
    public static string FolderOf(ObjectRef obj) => FolderOf(string.Join(
        '\n', obj.Uri, obj.Version ?? obj.Etag ?? obj.Modified?.ToString("O", CultureInfo.InvariantCulture) ?? Guid.NewGuid().ToString(), obj.Size));

    /// <summary>The path of a file that is copied, in its folder.</summary>
    public static string Of(string file)
    {
        var isSafe = ObjectUri.SchemeOf(file).Length == 0 && file.Length <= LongestPath && file.Split('/').All(IsSafe);
        return isSafe ? file : $"{FolderOf(file)}{Path.GetExtension(file)}";
    }

    /// <summary>The path of an object's copy: <c>s3://shop/a/b.csv</c> is <c>s3/shop/a/b.csv</c>.</summary>
    public static string OfObject(string uri)
    {
        var scheme = ObjectUri.SchemeOf(uri);
        var rest = uri[(scheme.Length + "://".Length)..];
        var names = (scheme == "s3" ? rest : rest.Split('?', '#')[0]).Split('/');
        var safe = names.Select(n => IsSafe(n) ? n : $"{FolderOf(n)}{Path.GetExtension(n.AsSpan(0, Math.Min(n.Length, LongestName)))}");
        var path = string.Join('/', safe.Prepend(scheme));
        return path.Length <= LongestPath ? path : $"{scheme}/{FolderOf(uri)}{Path.GetExtension(names[^1])}";
    }

    private static bool IsSafe(string name) =>
        name.Length > 0 && name[0] != '.' && Encoding.UTF8.GetByteCount(name) <= LongestName && !name.AsSpan().ContainsAny('\\', '\0');
}
