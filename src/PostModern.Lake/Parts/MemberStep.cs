using PostModern.Lake.Objects;

namespace PostModern.Lake.Parts;

/// <summary>A file in an archive: <c>member=dir/a.jpg</c>.</summary>
/// <param name="Name">As the archive has it; only a name, never a path to write to.</param>
public sealed record MemberStep(string Name) : FragmentStep
{
    public override string ToString() => $"member={ObjectUri.EscapePath(Name)}";
}
