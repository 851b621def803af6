namespace PostModern.Tests.Architecture;

/// <summary>Files longer than a sitting, and the reasons that some are allowed to be.</summary>
internal static class LongFiles
{
    /// <summary>Lines beyond which a file wants splitting by concept.</summary>
    public const int Limit = 300;

    /// <summary>What is wrong with the files and the list of reasons together; empty when nothing is.</summary>
    /// <param name="lines">Lines of each file, by path.</param>
    /// <param name="reasons">Reason of each allowed file, by path.</param>
    public static IReadOnlyList<string> Complaints(IReadOnlyDictionary<string, int> lines, IReadOnlyDictionary<string, string> reasons)
    {
        var tooLong = lines.Where(file => file.Value > Limit && !reasons.ContainsKey(file.Key))
            .Select(file => $"{file.Key} has {file.Value} lines and no reason in long-files.txt");
        var stale = reasons.Keys.Where(file => lines.GetValueOrDefault(file) <= Limit)
            .Select(file => $"{file} is listed in long-files.txt, but is not longer than {Limit} lines");
        var empty = reasons.Where(reason => reason.Value.Length == 0).Select(reason => $"{reason.Key} is listed without a reason");
        return [.. tooLong, .. stale, .. empty];
    }

    /// <summary>Reads <c>path: reason</c> lines; a line that starts with # is a comment.</summary>
    public static IReadOnlyDictionary<string, string> ReadReasons(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(parts => parts[0], parts => parts.Length == 2 ? parts[1] : "");
}
