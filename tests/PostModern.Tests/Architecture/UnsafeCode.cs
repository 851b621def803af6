using System.Text.RegularExpressions;

namespace PostModern.Tests.Architecture;

/// <summary>Finds code that can corrupt memory, by the words that it needs.</summary>
/// <remarks>
/// A pointer needs the keyword; the rest are the library's ways around it. Only lines that start as a comment are passed over: a
/// word in another comment or in a string is reported too, which is loud and harmless, and nothing real is missed.
/// </remarks>
internal static partial class UnsafeCode
{
    /// <summary>Beginnings of paths, relative to the root.</summary>
    public static IReadOnlyList<string> Places { get; } =
    [
        "src/PostModern.Arrow/Memory/",
        "src/PostModern.Arrow/CData/",
        "src/PostModern.Arrow/Compression/",
        "src/PostModern.DuckDb/Native/",
        "src/PostModern.Models/Decoding/Vips",
        "src/PostModern.Lake/Objects/Posix.cs",
    ];

    /// <summary>Whether docs/architecture.md lets this file use pointers.</summary>
    /// <param name="file">Relative to the root, with forward slashes.</param>
    public static bool IsAllowedIn(string file) => Places.Any(place => file.StartsWith(place, StringComparison.Ordinal));

    /// <summary>The offending lines, as <c>number: text</c>.</summary>
    public static IEnumerable<string> Lines(string code) =>
        code.Split('\n').Select((line, index) => (Text: line.Trim(), Number: index + 1))
            .Where(line => !line.Text.StartsWith("//", StringComparison.Ordinal) && Words().IsMatch(line.Text))
            .Select(line => $"{line.Number}: {line.Text}");

    // Sizes and error messages look into nobody's memory.
    [GeneratedRegex(
        @"\bunsafe\b|\bUnsafe\.(?!SizeOf)|\bNativeMemory\.|\bNativeLibrary\.|\bGCHandle\b|\bMarshal\.(?!Get(Last)?PInvokeError)"
        + @"|\bMemoryMarshal\.(Create(ReadOnly)?Span|GetReference|GetArrayDataReference)\b|\b(DllImport|LibraryImport)\b")]
    private static partial Regex Words();
}
