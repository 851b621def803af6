using PostModern.Arrow.Errors;

namespace PostModern.Lake.Archives;

/// <summary>What an archive holds: its files, without folders and links.</summary>
/// <param name="Kind">How it is read.</param>
/// <param name="Members">In the archive's order. Of members with one name only the last can be read, which is the one that unpacking leaves.</param>
/// <param name="Failure">Why there may be more members than these; null when these are all.</param>
public sealed record ArchiveIndex(ArchiveKind Kind, IReadOnlyList<ArchiveMember> Members, ServerException? Failure)
{
    private readonly Lazy<Dictionary<string, ArchiveMember>> _byName = new(() => ByName(Members));

    /// <summary>The member of that name.</summary>
    /// <exception cref="ServerException">NotFound: there is none. InvalidInput, Unsupported: it can't be read.</exception>
    public ArchiveMember Find(string name)
    {
        if (_byName.Value.GetValueOrDefault(name) is { } member)
        {
            return member.Failure is { } failure ? throw new ServerException(failure.Code, failure.Message) : member;
        }

        throw Failure is null
            ? new ServerException(ErrorCode.NotFound, $"The archive has no member '{name}'. List them with: FROM members(obj).")
            : new ServerException(Failure.Code, $"The archive has no member '{name}' as far as it can be read: {Failure.Message}");
    }

    /// <summary>Marks what a later member of the same name hides.</summary>
    internal static IReadOnlyList<ArchiveMember> Hide(List<ArchiveMember> members)
    {
        var last = new Dictionary<string, int>(members.Count);
        for (var i = 0; i < members.Count; i++)
        {
            if (last.TryGetValue(members[i].Name, out var hidden))
            {
                members[hidden] = members[hidden] with
                {
                    Failure = new ServerException(ErrorCode.InvalidInput, $"A later member has the name '{members[i].Name}', too, and hides this one."),
                };
            }

            last[members[i].Name] = i;
        }

        return members;
    }

    private static Dictionary<string, ArchiveMember> ByName(IReadOnlyList<ArchiveMember> members)
    {
        var found = new Dictionary<string, ArchiveMember>(members.Count);
        foreach (var member in members)
        {
            found[member.Name] = member;
        }

        return found;
    }
}
