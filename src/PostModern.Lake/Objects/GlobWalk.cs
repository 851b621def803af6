namespace PostModern.Lake.Objects;

/// <summary>Follows names along a pattern: at each folder a set of states says which parts of the pattern its names may match.</summary>
/// <param name="segments">The pattern's parts below its root.</param>
internal sealed class GlobWalk(IReadOnlyList<GlobSegment> segments)
{
    /// <summary>The states at the root.</summary>
    public SortedSet<int> Start => Reach([0]);

    /// <summary>Whether a file of that name, in a folder with these states, is a match.</summary>
    public bool IsMatch(SortedSet<int> states, string name) => states.Any(
        i => i == segments.Count - 1 && (segments[i].IsRecursive ? !name.StartsWith('.') : segments[i].Matches(name)));

    /// <summary>The states inside the folder <paramref name="name"/>; empty when nothing in it can match.</summary>
    public SortedSet<int> Enter(SortedSet<int> states, string name)
    {
        var next = new List<int>();
        foreach (var i in states)
        {
            if (segments[i].IsRecursive)
            {
                next.AddRange(name.StartsWith('.') ? [] : [i]);
            }
            else if (i + 1 < segments.Count && segments[i].Matches(name))
            {
                next.Add(i + 1);
            }
        }

        return Reach(next);
    }

    /// <summary>Whether a path below a folder with these states is a match. A path that ends in a slash is a folder, and none.</summary>
    public bool Matches(SortedSet<int> states, ReadOnlySpan<char> path)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/'))
        {
            states = Enter(states, path[..slash].ToString());
            path = path[(slash + 1)..];
        }

        return path.Length > 0 && IsMatch(states, path.ToString());
    }

    /// <summary>Whether the names at any depth may match.</summary>
    public bool IsRecursive(SortedSet<int> states) => states.Any(i => segments[i].IsRecursive);

    /// <summary>The literal name, when these states want only that one.</summary>
    public string? LiteralName(SortedSet<int> states) =>
        states.Count == 1 && segments[states.Min] is { IsLiteral: true, Text: var name } ? name : null;

    /// <summary>What every name that may match begins with.</summary>
    public string BeginningOf(SortedSet<int> states)
    {
        if (states.Count != 1)
        {
            return "";
        }

        var segment = segments[states.Min];
        var wildcard = segment.IsLiteral ? -1 : segment.Text.AsSpan().IndexOfAny("*?[{");
        return wildcard < 0 ? segment.Text : segment.Text[..wildcard];
    }

    /// <summary>Adds the parts reached by letting <c>**</c> stand for no folder.</summary>
    private SortedSet<int> Reach(List<int> states)
    {
        var reached = new SortedSet<int>(states);
        foreach (var state in states)
        {
            for (var i = state; segments[i].IsRecursive && i + 1 < segments.Count; i++)
            {
                reached.Add(i + 1);
            }
        }

        return reached;
    }
}
