using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PostModern.Tests.Architecture;

/// <summary>Which project may use which: as drawn, and as built. An edge reads <c>Server --> Engine</c>.</summary>
internal static partial class ProjectGraph
{
    /// <summary>The edges of the first mermaid block of a page.</summary>
    public static IReadOnlyList<string> Drawn(string markdown)
    {
        var block = MermaidBlock().Match(markdown);
        return [.. MermaidEdge().Matches(block.Value).Select(edge => Edge(edge.Groups[1].Value, edge.Groups[2].Value)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The edges that a project file makes; references to what is not named <c>PostModern.X</c> or is no assembly of ours are left out.</summary>
    /// <param name="projectName">As the file is called, without its extension.</param>
    /// <param name="projectXml">The project file's text.</param>
    public static IEnumerable<string> Built(string projectName, string projectXml) =>
        XDocument.Parse(projectXml).Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Where(path => !path.Contains("/native/", StringComparison.Ordinal))
            .Select(path => Edge(ShortName(projectName), ShortName(Path.GetFileNameWithoutExtension(path))));

    private static string Edge(string from, string to) => $"{from} --> {to}";

    private static string ShortName(string project) => project.Replace("PostModern.", "", StringComparison.Ordinal);

    [GeneratedRegex("```mermaid.*?```", RegexOptions.Singleline)]
    private static partial Regex MermaidBlock();

    [GeneratedRegex(@"^\s*(\w+)\s*-->\s*(\w+)\s*$", RegexOptions.Multiline)]
    private static partial Regex MermaidEdge();
}
